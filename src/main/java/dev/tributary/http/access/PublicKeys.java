package dev.tributary.http.access;

import io.vertx.ext.auth.PubSecKeyOptions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the issuer's public keys from PEM text. The kind of key fixes the algorithm, RS256 for RSA
 * and ES256 for elliptic curves, so that a token cannot choose one (RFC 8725, section 3.1).
 */
final class PublicKeys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  private PublicKeys() {}

  /**
   * The keys in the text, one after the other.
   *
   * @throws IllegalArgumentException for text that is no such key
   */
  static List<PubSecKeyOptions> parse(String text) {
    var keys = PEM.matcher(text).results().toList();
    if (keys.isEmpty() && !text.isBlank()) {
      throw new IllegalArgumentException("jwt.public_keys: expected PEM public keys");
    }
    return keys.stream().map(key -> key(key.group(), key.group(1))).toList();
  }

  private static PubSecKeyOptions key(String pem, String base64) {
    var spec = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
    if (isA("RSA", spec)) {
      return new PubSecKeyOptions().setAlgorithm("RS256").setBuffer(pem);
    }
    if (isA("EC", spec)) {
      return new PubSecKeyOptions().setAlgorithm("ES256").setBuffer(pem);
    }
    throw new IllegalArgumentException("jwt.public_keys: expected RSA or EC keys");
  }

  private static boolean isA(String algorithm, X509EncodedKeySpec spec) {
    try {
      return KeyFactory.getInstance(algorithm).generatePublic(spec) != null;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
