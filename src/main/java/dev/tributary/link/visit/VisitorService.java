package dev.tributary.link.visit;

import dev.tributary.platform.Database;
import io.vertx.core.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Recognises a visitor for a day without knowing who it is: an HMAC over the network they come from
 * and their user agent, with a key that all instances share and that is thrown away at midnight
 * (UTC). Addresses are cut to /24 and /48 first.
 */
public final class VisitorService {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int IPV4_NETWORK_BYTES = 3;
  private static final int IPV6_NETWORK_BYTES = 6;

  private final Database database;

  /** Keyed once; each visit works on a copy, which costs less than keying anew. */
  private volatile Mac keyed = keyedWith(random());

  public VisitorService(Database database) {
    this.database = database;
  }

  /** Fetches the key of today; to be called at the start and often enough to notice midnight. */
  public Future<Void> refreshKey() {
    return database
        .run(client -> VisitorStore.getTodaysKey(client, random()))
        .onSuccess(today -> keyed = keyedWith(today))
        .mapEmpty();
  }

  /** 128 bits that are the same for the same visitor today. */
  public UUID hmac(Visit visit) {
    try {
      var mac = (Mac) keyed.clone();
      mac.update(network(visit.address()));
      mac.update(visit.userAgent().getBytes(StandardCharsets.UTF_8));
      var bits = ByteBuffer.wrap(mac.doFinal());
      return new UUID(bits.getLong(), bits.getLong());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] network(InetAddress address) {
    int bytes = address instanceof Inet4Address ? IPV4_NETWORK_BYTES : IPV6_NETWORK_BYTES;
    return Arrays.copyOf(address.getAddress(), bytes);
  }

  private static Mac keyedWith(byte[] key) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] random() {
    var bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
