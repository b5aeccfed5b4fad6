package dev.tributary.http.access;

import dev.tributary.platform.StartFailure;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the issuer's public keys from PEM text. The kind of key fixes the algorithm, RS256 for RSA
 * and ES256 for elliptic curves, so that a token cannot choose one (RFC 8725, section 3.1).
 */
final class PublicKeys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
  private static final int P256_BITS = 256;

  private PublicKeys() {}

  /**
   * The keys in the text, one after the other.
   *
   * @throws StartFailure for text that is anything else
   */
  static List<PubSecKeyOptions> parse(String text) {
    if (!PEM.matcher(text).replaceAll("").isBlank()) {
      throw new StartFailure("jwt.public_keys: expected PEM public keys and nothing else");
    }
    return PEM.matcher(text).results().map(key -> key(key.group(), key.group(1))).toList();
  }

  private static PubSecKeyOptions key(String pem, String base64) {
    var spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
    return new PubSecKeyOptions().setAlgorithm(algorithm(spec)).setBuffer(pem);
  }

  private static String algorithm(X509EncodedKeySpec spec) {
    if (read("RSA", spec).isPresent()) {
      return "RS256";
    }
    var ec = read("EC", spec).map(ECPublicKey.class::cast);
    if (ec.filter(key -> key.getParams().getOrder().bitLength() == P256_BITS).isPresent()) {
      return "ES256";
    }
    throw new StartFailure("jwt.public_keys: expected RSA keys, or EC keys on the curve P-256");
  }

  private static Optional<PublicKey> read(String kind, X509EncodedKeySpec spec) {
    try {
      return Optional.of(KeyFactory.getInstance(kind).generatePublic(spec));
    } catch (GeneralSecurityException e) {
      // A key of another kind; whoever asks tries the next.
      return Optional.empty();
    }
  }
}
