package dev.tributary.link;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Remembers codes, and also that a code does not exist, so that a click costs no query. What it
 * says is at most one second old. It is bounded: guessing codes cannot fill the memory.
 */
final class CodeCache {
  private static final int MAX_CODES = 100_000;
  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private final Cache<String, Future<Optional<CodeOwner>>> codes =
      Caffeine.newBuilder().maximumSize(MAX_CODES).expireAfterWrite(MAX_AGE).build();
  private final Function<String, Future<Optional<CodeOwner>>> loader;

  CodeCache(Function<String, Future<Optional<CodeOwner>>> loader) {
    this.loader = loader;
  }

  Future<Optional<CodeOwner>> find(String code) {
    var known = codes.getIfPresent(code);
    return known != null ? known : load(code);
  }

  private Future<Optional<CodeOwner>> load(String code) {
    var loading = loader.apply(code);
    codes.put(code, loading);
    return loading.onFailure(fault -> codes.invalidate(code));
  }
}
