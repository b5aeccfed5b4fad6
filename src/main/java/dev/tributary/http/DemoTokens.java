package dev.tributary.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.time.Duration;
import java.util.List;

/**
 * Issues tokens that {@link Auth} of the same settings accepts, for the demo mode and for tests. A
 * real installation gets its tokens from the host system, never from here.
 */
public final class DemoTokens {
  private final JWTAuth jwt;
  private final String issuer;
  private final String audience;

  public DemoTokens(Vertx vertx, String secret, String issuer, String audience) {
    this.jwt = JWTAuth.create(vertx, Auth.options(secret, issuer, audience));
    this.issuer = issuer;
    this.audience = audience;
  }

  public String issue(String sub, List<String> roles, Duration life) {
    var claims = new JsonObject().put("sub", sub).put("roles", new JsonArray(roles));
    var options =
        new JWTOptions()
            .setAlgorithm(Auth.ALGORITHM)
            .setIssuer(issuer)
            .addAudience(audience)
            .setExpiresInSeconds(Math.toIntExact(life.toSeconds()));
    return jwt.generateToken(claims, options);
  }
}
