package dev.tributary.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One process that is measured, from its start to its end; it is ended by its own handle only. */
final class Server implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(30);
  private static final int STOP_S = 20;

  private final String name;
  private final Process process;
  private final int port;
  private final Path log;
  private final Thread orphanGuard;

  /** What to start, where, and with which environment besides our own. */
  record Command(String name, Path folder, List<String> line, Map<String, String> variables) {}

  private Server(String name, Process process, int port, Path log) {
    this.name = name;
    this.process = process;
    this.port = port;
    this.log = log;
    this.orphanGuard = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(orphanGuard);
  }

  /** Starts it, and waits until this URL answers with 2xx. */
  static Server start(Command command, int port, URI ready) {
    var server = launch(command, port);
    try {
      server.await(() -> answers(ready));
      return server;
    } catch (VoidRun failure) {
      server.close();
      throw failure;
    }
  }

  /** Starts it, and waits until its port is open. */
  static Server start(Command command, int port) {
    var server = launch(command, port);
    server.await(() -> isOpen(port));
    return server;
  }

  /** Starts a program that opens no port. */
  static Server start(Command command) {
    return launch(command, 0);
  }

  private static Server launch(Command command, int port) {
    try {
      var log = Files.createTempFile("tributary-bench-", ".log");
      var builder = new ProcessBuilder(command.line());
      builder.directory(command.folder().toFile());
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(command.variables());
      return new Server(command.name(), builder.start(), port, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Check {
    boolean holds() throws InterruptedException;
  }

  private void await(Check check) {
    long deadline = System.nanoTime() + READY.toNanos();
    try {
      while (!check.holds()) {
        refuseDead();
        if (System.nanoTime() > deadline) {
          throw new VoidRun(name + " was not ready after " + READY + ":\n" + log());
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VoidRun("interrupted", e);
    }
  }

  private static boolean answers(URI uri) throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2;
    } catch (IOException e) {
      return false; // Not up yet; the caller asks again until its deadline.
    }
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // Not up yet; the caller asks again until its deadline.
    }
  }

  void refuseDead() {
    if (!process.isAlive()) {
      throw new VoidRun(name + " is not running (status " + process.exitValue() + "):\n" + log());
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().removeShutdownHook(orphanGuard);
  }
}
