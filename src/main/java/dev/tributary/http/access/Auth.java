package dev.tributary.http.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.http.Call;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.platform.Config;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns a bearer token into an {@link Actor}, or refuses with 401. The library checks signature,
 * issuer, audience and times; what it lets pass is refused here: a token that never expires, a
 * subject that is not a user id, claims of the wrong type. It decides nothing about rights.
 */
public final class Auth implements Handler<RoutingContext> {
  static final String ALGORITHM = "HS256";
  private static final int MIN_SECRET_BYTES = 32;
  private static final int LEEWAY_SECONDS = 30;
  private static final double LAST_SECOND_OF_9999 = 253_402_300_799d;

  private final JWTAuth jwt;

  /**
   * Believes the tokens of one issuer.
   *
   * @throws IllegalArgumentException for a secret that can be guessed, a broken key, or no key at
   *     all: with none the library would trust everyone
   */
  public Auth(Vertx vertx, Config.Jwt config) {
    var options = new JWTAuthOptions().setJWTOptions(expected(config));
    if (!config.secret().isEmpty()) {
      options.addPubSecKey(secretKey(config));
    }
    PublicKeys.parse(config.publicKeys()).forEach(options::addPubSecKey);
    if (options.getPubSecKeys() == null || options.getPubSecKeys().isEmpty()) {
      throw new IllegalArgumentException("no key to verify tokens with");
    }
    jwt = JWTAuth.create(vertx, options);
  }

  static PubSecKeyOptions secretKey(Config.Jwt config) {
    var secret = config.secret().reveal();
    if (secret.getBytes(UTF_8).length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException("the JWT secret needs at least 32 bytes");
    }
    return new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(secret);
  }

  static JWTOptions expected(Config.Jwt config) {
    return new JWTOptions()
        .setIssuer(config.issuer())
        .addAudience(config.audience())
        .setLeeway(LEEWAY_SECONDS);
  }

  @Override
  public void handle(RoutingContext context) {
    authenticate(context)
        .onSuccess(
            actor -> {
              context.put(Call.ACTOR, actor);
              context.next();
            })
        .onFailure(context::fail);
  }

  private Future<Actor> authenticate(RoutingContext context) {
    var headers = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
    if (headers.isEmpty()) {
      return refuse("A bearer token is required.");
    }
    var header = headers.getFirst();
    if (headers.size() > 1 || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return refuse("Send exactly one header, Authorization: Bearer <token>.");
    }
    return actor(header.substring(7).strip());
  }

  /** The caller a token proves; gRPC reads the same tokens. */
  public Future<Actor> actor(String token) {
    return verify(token)
        .map(user -> user.attributes().getJsonObject("accessToken"))
        .map(Auth::toActor)
        .recover(_ -> refuse("The token is expired, or not one that this service can trust."));
  }

  /** The library throws, instead of failing the future, when a claim has the wrong type. */
  private Future<User> verify(String token) {
    try {
      return jwt.authenticate(new TokenCredentials(token));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static Actor toActor(JsonObject claims) {
    if (!(claims.getValue("exp") instanceof Number exp)
        || !(exp.doubleValue() <= LAST_SECOND_OF_9999)) {
      throw new IllegalArgumentException("exp");
    }
    if (!(claims.getValue("sub") instanceof String sub) || !Actor.isUserId(sub)) {
      throw new IllegalArgumentException("sub");
    }
    return new Actor(sub, roles(claims.getJsonArray("roles", new JsonArray())));
  }

  /** Words that are not roles here give no right; without any the caller is a plain user. */
  private static Set<Role> roles(JsonArray names) {
    Set<Role> known =
        names.stream()
            .map(String.class::cast)
            .map(Role::ofToken)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    return known.isEmpty() ? Set.of(Role.USER) : known;
  }

  private static <T> Future<T> refuse(String reason) {
    return Future.failedFuture(new Refusal(new Failure.Unauthenticated(reason)));
  }
}
