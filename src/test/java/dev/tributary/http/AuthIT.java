package dev.tributary.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.http.access.Auth;
import dev.tributary.kernel.Role;
import dev.tributary.platform.Config;
import dev.tributary.platform.Secret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are believed; they are made by hand here, not by the library under test. */
class AuthIT {
  private static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static Edge edge;

  @BeforeAll
  static void start() {
    edge = new Edge(Map.of("getReferralStats", AuthIT::who));
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static Future<Answer> who(Call call) {
    var roles = call.actor().roles().stream().map(Role::wire).sorted().toList();
    var body = new JsonObject().put("id", call.actor().id()).put("roles", new JsonArray(roles));
    return Future.succeededFuture(Answer.ok(body));
  }

  private static JsonObject claims() {
    return new JsonObject()
        .put("sub", "u_7")
        .put("exp", in(3600))
        .put("iss", "tributary")
        .put("aud", "tributary");
  }

  private static long in(long seconds) {
    return Instant.now().getEpochSecond() + seconds;
  }

  private static JsonObject without(String claim) {
    var claims = claims();
    claims.remove(claim);
    return claims;
  }

  private static String signed(JsonObject claims) {
    return signed(HS256, claims.encode(), Edge.SECRET);
  }

  private static String signed(String header, String claims, String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      var head = base64(header.getBytes(UTF_8)) + '.' + base64(claims.getBytes(UTF_8));
      return head + '.' + base64(mac.doFinal(head.getBytes(UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String unsigned(String algorithm) {
    var header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
    return base64(header.getBytes(UTF_8)) + '.' + base64(claims().encode().getBytes(UTF_8));
  }

  private static String tampered() {
    var parts = signed(claims()).split("\\.", -1);
    var other = claims().put("roles", new JsonArray().add("admin")).encode();
    return parts[0] + '.' + base64(other.getBytes(UTF_8)) + '.' + parts[2];
  }

  static Stream<Arguments> badTokens() {
    return Stream.of(badSignatures(), badTimes(), badNames(), badForms()).flatMap(cases -> cases);
  }

  private static Stream<Arguments> badSignatures() {
    return Stream.of(
        Arguments.of("alg none, two segments", unsigned("none")),
        Arguments.of("alg none, three segments", unsigned("none") + '.'),
        Arguments.of("alg NONE", unsigned("NONE") + '.'),
        Arguments.of("alg HS256 without signature", unsigned("HS256") + '.'),
        Arguments.of("alg none, signed all the same", named("none", claims())),
        Arguments.of("alg RS256 over our secret", named("RS256", claims())),
        Arguments.of("alg HS512 over our secret", named("HS512", claims())),
        Arguments.of("another secret", signed(HS256, claims().encode(), "x".repeat(40))),
        Arguments.of("tampered", tampered()));
  }

  private static Stream<Arguments> badTimes() {
    return Stream.of(
        Arguments.of("expired", signed(claims().put("exp", in(-60)))),
        Arguments.of("no exp", signed(without("exp"))),
        Arguments.of("exp a string", signed(claims().put("exp", "9999999999"))),
        Arguments.of("exp a word", signed(claims().put("exp", "never"))),
        Arguments.of("exp null", signed(claims().putNull("exp"))),
        Arguments.of("exp true", signed(claims().put("exp", true))),
        Arguments.of("exp 1e30", signed(claims().put("exp", 1e30))),
        Arguments.of("exp 1e400", signed(HS256, raw("exp", "1e400"), Edge.SECRET)),
        Arguments.of(
            "exp twice", signed(HS256, raw("exp", in(3600) + ",\"exp\":null"), Edge.SECRET)),
        Arguments.of("nbf in the future", signed(claims().put("nbf", in(600)))),
        Arguments.of("iat in the future", signed(claims().put("iat", in(600)))),
        Arguments.of("nbf a word", signed(claims().put("nbf", "now"))));
  }

  private static Stream<Arguments> badNames() {
    return Stream.of(
        Arguments.of("sub a number", signed(claims().put("sub", 7))),
        Arguments.of("no sub", signed(without("sub"))),
        Arguments.of("sub empty", signed(claims().put("sub", ""))),
        Arguments.of("sub null", signed(claims().putNull("sub"))),
        Arguments.of("sub an object", signed(claims().put("sub", new JsonObject()))),
        Arguments.of("sub too long", signed(claims().put("sub", "u".repeat(129)))),
        Arguments.of("sub with NUL", signed(claims().put("sub", "u\0"))),
        Arguments.of("another iss", signed(claims().put("iss", "other"))),
        Arguments.of("no iss", signed(without("iss"))),
        Arguments.of("iss a number", signed(claims().put("iss", 1))),
        Arguments.of("another aud", signed(claims().put("aud", "other"))),
        Arguments.of("no aud", signed(without("aud"))),
        Arguments.of("aud a number", signed(claims().put("aud", 1))),
        Arguments.of("aud an empty list", signed(claims().put("aud", new JsonArray()))),
        Arguments.of("roles a word", signed(claims().put("roles", "admin"))),
        Arguments.of("roles of numbers", signed(claims().put("roles", new JsonArray().add(1)))));
  }

  private static Stream<Arguments> badForms() {
    return Stream.of(
        Arguments.of("claims a list", signed(HS256, "[]", Edge.SECRET)),
        Arguments.of("claims not JSON", signed(HS256, "x", Edge.SECRET)),
        Arguments.of("header a list", signed("[]", claims().encode(), Edge.SECRET)),
        Arguments.of("nesting", signed(HS256, "[".repeat(3000), Edge.SECRET)),
        Arguments.of("kid a path", kid("../../../dev/null")),
        Arguments.of("kid SQL", kid("' OR 1=1 --")),
        Arguments.of("four segments", signed(claims()) + ".x"),
        Arguments.of("not a token", "x"),
        Arguments.of("dots", ".."),
        Arguments.of("not base64", "!!!.???.***"),
        Arguments.of("empty", ""));
  }

  private static String named(String algorithm, JsonObject claims) {
    return signed("{\"alg\":\"" + algorithm + "\"}", claims.encode(), Edge.SECRET);
  }

  private static String raw(String claim, String value) {
    return without(claim).encode().replaceFirst("}$", ",\"" + claim + "\":" + value + "}");
  }

  private static String kid(String kid) {
    var header = new JsonObject().put("alg", "HS256").put("kid", kid).encode();
    return signed(header, claims().encode(), "x".repeat(40));
  }

  private static HttpResponse<Buffer> ask(String... authorization) {
    var request = edge.client.get("/referral-stats/u_7");
    Arrays.asList(authorization).forEach(v -> request.headers().add("Authorization", v));
    return request.send().await();
  }

  private static void assertRefused(HttpResponse<Buffer> response) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(401);
    assertThat(response.getHeader("WWW-Authenticate")).startsWith("Bearer");
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.bodyAsJsonObject().getString("code")).isEqualTo("unauthenticated");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void aTokenThatCannotBeTrustedIs401(String name, String token) {
    assertRefused(ask("Bearer " + token));
  }

  @Test
  void noTokenInTheHeaderIs401() {
    var token = signed(claims());
    assertRefused(ask());
    assertRefused(ask(token));
    assertRefused(ask("Basic " + token));
    assertRefused(ask("Bearer"));
    assertRefused(ask("Bearer " + token, "Bearer " + token));
    assertRefused(edge.client.get("/referral-stats/u_7?access_token=" + token).send().await());
  }

  @Test
  void aGoodTokenIsTheActor() {
    assertActor(claims(), "user");
    assertActor(claims().put("exp", in(-5)), "user");
    assertActor(claims().put("exp", in(3600) + 0.5), "user");
    assertActor(claims().put("aud", new JsonArray().add("other").add("tributary")), "user");
    assertActor(
        claims().put("roles", new JsonArray(List.of("admin", "service"))), "admin", "service");
    assertActor(claims().put("roles", new JsonArray(List.of("system", "root"))), "user");
    assertThat(ask("bearer " + edge.token("u_9", "finance")).bodyAsJsonObject())
        .isEqualTo(new JsonObject("{\"id\":\"u_9\",\"roles\":[\"finance\"]}"));
  }

  private static void assertActor(JsonObject claims, String... roles) {
    var response = ask("Bearer " + signed(claims));
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
    assertThat(response.bodyAsJsonObject().getJsonArray("roles")).containsExactly((Object[]) roles);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "31 bytes are not quite enough..", "éééééééééééééé"})
  void aWeakSecretRefusesToStart(String secret) {
    assertThatThrownBy(
            () ->
                new Auth(
                    edge.vertx, new Config.Jwt(new Secret(secret), "", "tributary", "tributary")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(secret.isEmpty() ? "no key" : "32 bytes");
  }
}
