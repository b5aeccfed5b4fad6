package dev.tributary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between the service and a server, and can cut every connection or let none through. What
 * is behind it is real; only the way there is not to be trusted.
 */
public final class FaultProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final String host;
  private volatile int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;
  private volatile boolean stalled;

  private FaultProxy(ServerSocket listener, String host, int port) {
    this.listener = listener;
    this.host = host;
    this.port = port;
    Thread.ofVirtual().start(this::accept);
  }

  /** In front of the server of this URL. */
  public static FaultProxy before(String url, int defaultPort) {
    var uri = URI.create(url);
    try {
      var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      return new FaultProxy(
          listener, uri.getHost(), uri.getPort() < 0 ? defaultPort : uri.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL of the server, by way of this proxy. */
  public String url(String direct) {
    var uri = URI.create(direct);
    var user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    return uri.getScheme()
        + "://"
        + user
        + "127.0.0.1:"
        + listener.getLocalPort()
        + uri.getRawPath();
  }

  /** The server listens there from now on. */
  void moveTo(int newPort) {
    port = newPort;
    cut();
  }

  /** Ends every connection there is. */
  public void cut() {
    open.forEach(FaultProxy::close);
  }

  /** Lets nobody through from now on, and ends what is open. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** Keeps connections open but moves no byte: a server that hangs. */
  public void stall() {
    stalled = true;
  }

  /** Works as if it were not there. */
  public void pass() {
    refusing = false;
    stalled = false;
    cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        if (refusing) {
          close(client);
        } else {
          connect(client);
        }
      } catch (IOException e) {
        // The listener was closed, or the server is not there: the client sees its end.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    open.add(client);
    var server = new Socket(host, port);
    open.add(server);
    Thread.ofVirtual().start(() -> pump(client, server));
    Thread.ofVirtual().start(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    try (InputStream in = from.getInputStream()) {
      var buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!stalled) {
          to.getOutputStream().write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // One side went away; the other follows below.
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
