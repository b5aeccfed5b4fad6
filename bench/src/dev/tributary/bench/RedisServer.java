package dev.tributary.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Redis of the service: the one that was named, or one of our own, which leaves no keys behind
 * in a server that others use.
 */
record RedisServer(String url, Optional<Server> own) implements AutoCloseable {
  static RedisServer startOrUse(String url) {
    if (!url.isEmpty()) {
      return new RedisServer(url, Optional.empty());
    }
    int port = Server.freePort();
    var line =
        List.of(
            "redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "");
    var folder = Path.of(System.getProperty("java.io.tmpdir"));
    var server = Server.start(new Server.Command("redis", folder, line, Map.of()), port);
    return new RedisServer("redis://127.0.0.1:" + port, Optional.of(server));
  }

  @Override
  public void close() {
    own.ifPresent(Server::close);
  }
}
