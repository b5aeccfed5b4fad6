package dev.tributary.platform.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.tributary.platform.StartFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * The real PostgreSQL and Redis that stand in when no server is configured, on a data folder which
 * one process at a time may claim. It blocks the thread that starts it, and registers no shutdown
 * hook: whoever starts it closes it, after everything that still writes.
 */
public final class Embedded implements AutoCloseable {
  private final FileChannel claim;
  private final Optional<EmbeddedPostgres> postgres;
  private final Optional<EmbeddedRedis> redis;

  private Embedded(
      FileChannel claim, Optional<EmbeddedPostgres> postgres, Optional<EmbeddedRedis> redis) {
    this.claim = claim;
    this.postgres = postgres;
    this.redis = redis;
  }

  /** Returns when every wanted server answers; otherwise leaves none behind and says why. */
  public static Embedded start(Path dataDir, boolean postgres, boolean redis) {
    Path folder = create(dataDir);
    FileChannel claim = claim(folder);
    Future<Optional<EmbeddedPostgres>> postgresStart;
    Future<Optional<EmbeddedRedis>> redisStart;
    try (var threads = Executors.newFixedThreadPool(2)) {
      postgresStart = threads.submit(() -> when(postgres, () -> EmbeddedPostgres.start(folder)));
      redisStart = threads.submit(() -> when(redis, () -> EmbeddedRedis.start(folder)));
    }
    var embedded = new Embedded(claim, started(postgresStart), started(redisStart));
    for (var start : List.of(postgresStart, redisStart)) {
      if (start.state() == Future.State.FAILED) {
        embedded.close();
        throw failure(start.exceptionNow());
      }
    }
    return embedded;
  }

  public Optional<String> postgresUrl() {
    return postgres.map(EmbeddedPostgres::url);
  }

  public Optional<String> redisUrl() {
    return redis.map(EmbeddedRedis::url);
  }

  @Override
  public void close() {
    redis.ifPresent(EmbeddedRedis::close);
    postgres.ifPresent(EmbeddedPostgres::close);
    try {
      claim.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path create(Path dataDir) {
    try {
      return Files.createDirectories(dataDir).toRealPath();
    } catch (IOException e) {
      throw notWritable(dataDir, e);
    }
  }

  /** The system drops the lock when the process ends, however it ends: no stale lock to clean. */
  private static FileChannel claim(Path folder) {
    Path lock = folder.resolve("lock");
    try {
      var channel = FileChannel.open(lock, CREATE, WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw inUse(folder, Files.readString(lock).strip());
      }
      channel.truncate(0).write(ByteBuffer.wrap(ownPid()));
      return channel;
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  private static StartFailure inUse(Path folder, String pid) {
    return new StartFailure(
        "data folder %s is in use by another Tributary (pid %s); stop it or set TRIBUTARY_DATA_DIR"
            .formatted(folder, pid));
  }

  private static StartFailure notWritable(Path folder, IOException cause) {
    return new StartFailure(
        "data folder %s is not writable (%s); set TRIBUTARY_DATA_DIR to one that is"
            .formatted(folder, cause.getClass().getSimpleName()),
        cause);
  }

  private static byte[] ownPid() {
    return Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII);
  }

  private static <T> Optional<T> when(boolean wanted, Supplier<T> start) {
    return wanted ? Optional.of(start.get()) : Optional.empty();
  }

  private static <T> Optional<T> started(Future<Optional<T>> start) {
    return start.state() == Future.State.SUCCESS ? start.resultNow() : Optional.empty();
  }

  private static StartFailure failure(Throwable cause) {
    return cause instanceof StartFailure known
        ? known
        : new StartFailure("the embedded servers did not start: " + cause, cause);
  }
}
