package dev.tributary.http;

import dev.tributary.platform.Config;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The public HTTP server: one instance for each event loop, all on one port. */
public final class HttpVerticle extends VerticleBase {
  private static final int IDLE_S = 30;
  private static final int DRAIN_S = 8;
  private static final int HEADER_BYTES = 8 * 1024;
  private static final int LINE_BYTES = 4 * 1024;

  /** These check their input themselves: they are the hot path. */
  private static final Set<String> HAND_CHECKED = Set.of("trackClick", "followCode");

  private final Config.Listen listen;
  private final Routes routes;
  private final Map<String, Operation> operations;
  private HttpServer server;

  public HttpVerticle(Config.Listen listen, Routes routes, Map<String, Operation> operations) {
    this.listen = listen;
    this.routes = routes;
    this.operations = operations;
  }

  @Override
  public Future<?> start() {
    server = vertx.createHttpServer(options());
    return server
        .requestHandler(routes.router(operations, HAND_CHECKED))
        .listen(listen.port(), listen.host());
  }

  /**
   * Slow and idle clients are cut off; cleartext HTTP/2 is for proxies that we do not have, and
   * what only WebSockets want would look at every request.
   */
  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setIdleTimeout(IDLE_S)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(HEADER_BYTES)
        .setMaxInitialLineLength(LINE_BYTES)
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  /** Takes no new connection and lets the requests under way finish. */
  @Override
  public Future<?> stop() {
    return server.shutdown(DRAIN_S, TimeUnit.SECONDS);
  }
}
