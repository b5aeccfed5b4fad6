package dev.tributary.http;

import dev.tributary.platform.Resource;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Shows the contract: the file at /openapi.yaml Swagger UI, out of its WebJar, at /docs, and what
 * its errors mean. The pages load nothing from elsewhere and run no inline script.
 */
public final class Docs {
  private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
  private static final String VERSION = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none';"
          + " form-action 'none'";

  /** In place of the WebJar's own file, which shows somebody else's pet store. */
  private static final String INITIALIZER =
      """
      window.ui = SwaggerUIBundle({
        url: "/openapi.yaml",
        dom_id: "#swagger-ui",
        deepLinking: true,
        persistAuthorization: true,
        validatorUrl: null,
        presets: [SwaggerUIBundle.presets.apis]
      });
      """;

  void mount(Router router, Contract contract) {
    router
        .get("/openapi.yaml")
        .handler(context -> send(context.response(), "application/yaml", contract.yaml()));
    router.get("/").handler(Docs::toFolder);
    router.get("/docs").handler(Docs::toFolder);
    router.get(ErrorsPage.PATH).handler(new ErrorsPage()::show);
    router
        .get("/docs/swagger-initializer.js")
        .handler(context -> send(context.response(), "text/javascript", INITIALIZER));
    router.get("/docs/*").handler(Docs::protect);
    router
        .get("/docs/*")
        .handler(
            StaticHandler.create(WEBJAR + version())
                .setDirectoryListing(false)
                .setMaxAgeSeconds(3600));
  }

  /** Also from the root, for people; the route of "/docs" matches "/docs/", which must go on. */
  private static void toFolder(RoutingContext context) {
    if (!context.request().path().equals("/docs/")) {
      context.redirect("/docs/");
    } else {
      context.next();
    }
  }

  private static void protect(RoutingContext context) {
    context.response().putHeader("Content-Security-Policy", POLICY);
    context.next();
  }

  private static void send(HttpServerResponse response, String type, String text) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, type + "; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(text);
  }

  private static String version() {
    var properties = new Properties();
    try {
      properties.load(new StringReader(Resource.text(VERSION)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
