package dev.tributary.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * The limit: what the same web server does on one event loop when it only parses a request and
 * answers it. It stores nothing, limits nobody and knows no code.
 */
public final class Bare {
  private Bare() {}

  public static void main(String[] args) {
    var options = new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1);
    var vertx = Vertx.vertx(options);
    var router = Router.router(vertx);
    router.post("/track-click").handler(BodyHandler.create(false)).handler(Bare::parseAndAnswer);
    router.get("/r/:code").handler(Bare::redirect);
    router.get("/").handler(context -> context.response().end());
    vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(Integer.parseInt(System.getenv("PORT")), "127.0.0.1");
  }

  private static void parseAndAnswer(RoutingContext context) {
    var link = context.body().asJsonObject().getString("referral_link");
    context
        .response()
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("success", true).put("link", link).toBuffer());
  }

  private static void redirect(RoutingContext context) {
    context
        .response()
        .setStatusCode(302)
        .putHeader("Location", "https://shop.example/p/" + context.pathParam("code"))
        .end();
  }
}
