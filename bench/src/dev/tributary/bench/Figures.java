package dev.tributary.bench;

import dev.tributary.bench.Load.Outcome;
import dev.tributary.bench.Machine.Shares;
import io.vertx.core.json.JsonObject;

/**
 * What one run measured; what does not apply to it is zero.
 *
 * @param walBytesEach what PostgreSQL wrote meanwhile, for whomever, for each click or event of this run
 */
record Figures(
    double perSecond,
    double p50Ms,
    double p99Ms,
    long answers,
    long rssMib,
    double walBytesEach,
    Shares shares) {
  static final Shares NONE = new Shares(0, 0, 0, 0, 0);

  static Figures of(Outcome outcome, long rssMib, Shares shares, long wal, long clicks) {
    return new Figures(
        outcome.perSecond(),
        outcome.latency().getValueAtPercentile(50) / 1e3,
        outcome.latency().getValueAtPercentile(99) / 1e3,
        outcome.answers(),
        rssMib,
        clicks == 0 ? 0 : (double) wal / clicks,
        shares);
  }

  /** Those of a program that reports its rate and nothing else. */
  static Figures ofRate(double perSecond) {
    return new Figures(perSecond, 0, 0, 0, 0, 0, NONE);
  }

  JsonObject json() {
    return new JsonObject()
        .put("per_second", perSecond)
        .put("p50_ms", p50Ms)
        .put("p99_ms", p99Ms)
        .put("answers", answers)
        .put("rss_mib", rssMib)
        .put("wal_bytes_each", walBytesEach)
        .put("cpu_server", shares.server())
        .put("cpu_postgres", shares.postgres())
        .put("cpu_beside", shares.beside())
        .put("cpu_load", shares.load())
        .put("cpu_foreign", shares.foreign());
  }
}
