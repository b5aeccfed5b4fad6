package dev.tributary.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.http.access.Auth;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.platform.Config;
import dev.tributary.platform.Secret;
import dev.tributary.platform.StartFailure;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of an issuer that signs with keys of its own; signed here with the JDK alone. */
class AuthKeysIT {
  private static final String SECRET = "a secret beside the keys, at least 32 bytes";
  private static final Actor ANNA = new Actor("anna", Set.of(Role.USER));
  private static Vertx vertx;
  private static KeyPair rsa;
  private static KeyPair otherRsa;
  private static KeyPair ec;
  private static KeyPair ec384;

  @BeforeAll
  static void start() throws GeneralSecurityException {
    vertx = Vertx.vertx();
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
    otherRsa = generator.generateKeyPair();
    ec = ecKeys("secp256r1");
    ec384 = ecKeys("secp384r1");
  }

  private static KeyPair ecKeys(String curve) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  private static String pem(PublicKey key) {
    var base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));
    return "-----BEGIN PUBLIC KEY-----\n"
        + base64.encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static Auth auth(String secret, String keys) {
    return new Auth(vertx, new Config.Jwt(new Secret(secret), keys, "tributary", "tributary"));
  }

  private static String head(String algorithm) {
    var claims =
        new JsonObject()
            .put("sub", "anna")
            .put("exp", Instant.now().getEpochSecond() + 600)
            .put("iss", "tributary")
            .put("aud", "tributary");
    var header = new JsonObject().put("alg", algorithm).put("typ", "JWT");
    return base64(header.encode().getBytes(UTF_8)) + "." + base64(claims.encode().getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String signed(String algorithm, String signature, PrivateKey key)
      throws GeneralSecurityException {
    var head = head(algorithm);
    var signer = Signature.getInstance(signature);
    signer.initSign(key);
    signer.update(head.getBytes(US_ASCII));
    return head + "." + base64(signer.sign());
  }

  private static String rs256(KeyPair keys) throws GeneralSecurityException {
    return signed("RS256", "SHA256withRSA", keys.getPrivate());
  }

  private static String es256(KeyPair keys) throws GeneralSecurityException {
    return signed("ES256", "SHA256withECDSAinP1363Format", keys.getPrivate());
  }

  private static String hs256(byte[] secret) throws GeneralSecurityException {
    var head = head("HS256");
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return head + "." + base64(mac.doFinal(head.getBytes(US_ASCII)));
  }

  private static void assertRefused(Auth auth, String token) {
    assertThatThrownBy(() -> auth.actor(token).await()).isInstanceOf(Refusal.class);
  }

  @Test
  void aTokenOfEitherKindOfKeyIsBelieved() throws GeneralSecurityException {
    var auth = auth("", pem(rsa.getPublic()) + pem(ec.getPublic()));
    assertThat(auth.actor(rs256(rsa)).await()).isEqualTo(ANNA);
    assertThat(auth.actor(es256(ec)).await()).isEqualTo(ANNA);
  }

  @Test
  void twoKeysOfAKindOverlapWhileTheIssuerChangesThem() throws GeneralSecurityException {
    var auth = auth("", pem(rsa.getPublic()) + pem(otherRsa.getPublic()));
    assertThat(auth.actor(rs256(rsa)).await()).isEqualTo(ANNA);
    assertThat(auth.actor(rs256(otherRsa)).await()).isEqualTo(ANNA);
  }

  @Test
  void aSecretAndAKeyWorkSideBySide() throws GeneralSecurityException {
    var auth = auth(SECRET, pem(rsa.getPublic()));
    assertThat(auth.actor(rs256(rsa)).await()).isEqualTo(ANNA);
    assertThat(auth.actor(hs256(SECRET.getBytes(UTF_8))).await()).isEqualTo(ANNA);
  }

  @Test
  void aKeyThatIsNotConfiguredIsNotBelieved() throws GeneralSecurityException {
    var auth = auth("", pem(rsa.getPublic()));
    assertRefused(auth, rs256(otherRsa));
    assertRefused(auth, es256(ec));
    assertRefused(auth("", pem(ec.getPublic())), rs256(rsa));
  }

  /** RFC 8725, section 2.1: the public key is no secret, however it is written down. */
  @Test
  void aTokenSignedWithThePublicKeyAsASecretIsRefused() throws GeneralSecurityException {
    for (Key key : new Key[] {rsa.getPublic(), ec.getPublic()}) {
      var pem = pem((PublicKey) key);
      for (var auth : new Auth[] {auth("", pem), auth(SECRET, pem)}) {
        assertRefused(auth, hs256(pem.getBytes(US_ASCII)));
        assertRefused(auth, hs256(pem.strip().getBytes(US_ASCII)));
        assertRefused(auth, hs256(key.getEncoded()));
      }
    }
  }

  @Test
  void anotherAlgorithmOfTheSameKeyIsRefused() throws GeneralSecurityException {
    var auth = auth("", pem(rsa.getPublic()) + pem(ec.getPublic()));
    assertRefused(auth, signed("RS512", "SHA512withRSA", rsa.getPrivate()));
    assertRefused(auth, signed("ES512", "SHA512withECDSAinP1363Format", ec.getPrivate()));
    assertRefused(auth, head("none") + ".");
    assertRefused(auth, head("RS256") + ".");
    assertRefused(auth, head("ES256") + "." + base64(new byte[64]));
  }

  @Test
  void noKeyAtAllRefusesToStart() {
    assertThatThrownBy(() -> auth("", "")).hasMessageContaining("no key");
    assertThatThrownBy(() -> auth("", " \n")).hasMessageContaining("no key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not a key",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
      })
  void aTextThatIsNoKeyRefusesToStartAndNamesItsSetting(String text) {
    assertThatThrownBy(() -> auth(SECRET, text))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("jwt.public_keys");
  }

  @Test
  void aCurveThatEs256DoesNotKnowRefusesToStart() {
    assertThatThrownBy(() -> auth("", pem(ec384.getPublic())))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("P-256");
  }

  @Test
  void oneBrokenKeyAmongGoodOnesRefusesToStart() {
    var broken = "-----BEGIN PUBLIC KEY-----\nAA\n";
    assertThatThrownBy(() -> auth("", pem(rsa.getPublic()) + broken))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("jwt.public_keys");
  }
}
