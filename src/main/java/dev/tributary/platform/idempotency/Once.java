package dev.tributary.platform.idempotency;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.idempotency.IdempotencyStore.Found;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A request on its way to its effect: with a key it has that effect once, however often it comes,
 * and every repeat within a day gets the first answer. Key and answer are rows of the transaction
 * of the effect, so they are committed with it or not at all: a request that was refused, or failed
 * half-way, leaves nothing behind and may be tried again under the same key. One that comes while
 * the first is under way waits for it. Without a key it only renders.
 *
 * @param <T> what the effect makes
 */
public final class Once<T> {
  private final Optional<IdempotencyKey> key;
  private final Function<T, Reply> render;

  private Once(Optional<IdempotencyKey> key, Function<T, Reply> render) {
    this.key = key;
    this.render = render;
  }

  /** A request under this key, if it has one, whose result is told in this way. */
  public static <T> Once<T> under(Optional<IdempotencyKey> key, Function<T, Reply> render) {
    return new Once<>(key, render);
  }

  /**
   * Has the effect, or repeats the answer of the request that had it.
   *
   * @param tx the transaction of the effect
   * @return fails with {@code KeyReused} when the key named another request before
   */
  public Future<Reply> run(SqlClient tx, Supplier<Future<T>> effect) {
    return key.isEmpty() ? effect.get().map(render) : run(tx, key.get(), effect);
  }

  private Future<Reply> run(SqlClient tx, IdempotencyKey named, Supplier<Future<T>> effect) {
    return IdempotencyStore.claim(tx, named)
        .compose(fresh -> fresh ? first(tx, named, effect) : repeat(tx, named));
  }

  private Future<Reply> first(SqlClient tx, IdempotencyKey named, Supplier<Future<T>> effect) {
    return effect.get().map(render).compose(reply -> IdempotencyStore.answer(tx, named, reply));
  }

  private static Future<Reply> repeat(SqlClient tx, IdempotencyKey named) {
    return IdempotencyStore.get(tx, named).map(found -> repeat(named, found));
  }

  private static Reply repeat(IdempotencyKey named, Found found) {
    if (!found.request().equals(named)) {
      throw new Refusal(new Failure.KeyReused());
    }
    return found.reply();
  }
}
