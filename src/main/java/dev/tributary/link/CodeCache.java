package dev.tributary.link;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Remembers codes, and also that a code does not exist, so that a click costs no query. PostgreSQL
 * tells which code to forget; should that get lost, nothing is believed for longer than 30 seconds,
 * unless the database is away: then an old answer is better than none. It is bounded, so that
 * guessing codes cannot fill the memory.
 */
final class CodeCache {
  private static final int MAX_CODES = 100_000;
  private static final long MAX_AGE_NANOS = Duration.ofSeconds(30).toNanos();

  private record Known(Future<Optional<CodeOwner>> owner, long since) {
    boolean isFresh() {
      return System.nanoTime() - since < MAX_AGE_NANOS;
    }
  }

  private final Cache<String, Known> codes = Caffeine.newBuilder().maximumSize(MAX_CODES).build();
  private final Function<String, Future<Optional<CodeOwner>>> loader;

  CodeCache(Function<String, Future<Optional<CodeOwner>>> loader) {
    this.loader = loader;
  }

  Future<Optional<CodeOwner>> find(String code) {
    var known = codes.getIfPresent(code);
    if (known == null) {
      return load(code);
    }
    return known.isFresh() ? known.owner() : refresh(code, known);
  }

  /** Everybody who asks while the answer is on its way gets the same one. */
  private Future<Optional<CodeOwner>> load(String code) {
    var loading = new Known(loader.apply(code), System.nanoTime());
    codes.put(code, loading);
    return loading.owner().onFailure(fault -> codes.asMap().remove(code, loading));
  }

  private Future<Optional<CodeOwner>> refresh(String code, Known old) {
    var loading = loader.apply(code).recover(fault -> old.owner());
    codes.put(code, new Known(loading, System.nanoTime()));
    return loading;
  }

  void forget(String code) {
    codes.invalidate(code);
  }

  /** After a gap in what PostgreSQL tells: anything may have changed. */
  void forgetAll() {
    codes.invalidateAll();
  }
}
