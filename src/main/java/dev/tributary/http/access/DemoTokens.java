package dev.tributary.http.access;

import dev.tributary.platform.Config;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.util.List;

/**
 * Issues tokens that {@link Auth} of the same settings accepts, for the demo mode and for tests. A
 * real installation gets its tokens from the host system, never from here.
 */
public final class DemoTokens {
  private final JWTAuth jwt;
  private final Config.Jwt config;

  public DemoTokens(Vertx vertx, Config.Jwt config) {
    this.jwt = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(Auth.secretKey(config)));
    this.config = config;
  }

  public String issue(String sub, List<String> roles, Duration life) {
    var claims = new JsonObject().put("sub", sub).put("roles", new JsonArray(roles));
    var options =
        new JWTOptions()
            .setAlgorithm(Auth.ALGORITHM)
            .setIssuer(config.issuer())
            .addAudience(config.audience())
            .setExpiresInSeconds(Math.toIntExact(life.toSeconds()));
    return jwt.generateToken(claims, options);
  }
}
