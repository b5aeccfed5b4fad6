package dev.tributary.link.stats;

import dev.tributary.affiliate.AffiliateId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The SQL of click statistics. */
final class ClickStatsStore {
  /** The properties of a click that are counted by themselves, as rows. */
  private static final String DIMENSIONS =
      """
      CROSS JOIN LATERAL (VALUES
        ('link', ''), ('device', coalesce(c.device, '')), ('country', coalesce(c.country, '')),
        ('referrer', coalesce(c.referrer_host, '')), ('utm_source', coalesce(c.utm_source, ''))
      ) AS d(dimension, value)
      """;

  // What is rolled up and what is not yet come from one snapshot, so nothing counts twice.
  private static final String COUNT =
      """
      WITH mine AS (
        SELECT code FROM code WHERE affiliate_id = $1
      ), parts AS (
        SELECT s.code, s.day, s.value, s.clicks, s.counted
        FROM mine JOIN click_daily s USING (code)
        WHERE s.dimension = $2 AND s.day BETWEEN $3 AND $4
        UNION ALL
        SELECT c.code, (c.at AT TIME ZONE 'UTC')::date, d.value, 1, c.counted::int
        FROM click c JOIN mine USING (code)
      """
          + DIMENSIONS
          + """
        WHERE c.at >= (SELECT rolled_until FROM click_rollup) AND d.dimension = $2
          AND (c.at AT TIME ZONE 'UTC')::date BETWEEN $3 AND $4
      )
      SELECT CASE $5 WHEN 'DAY' THEN day::text WHEN 'LINK' THEN code ELSE value END AS key,
             sum(clicks)::bigint AS clicks, sum(counted)::bigint AS counted
      FROM parts GROUP BY 1
      ORDER BY CASE $5 WHEN 'DAY' THEN 0 ELSE sum(clicks) END DESC, 1 LIMIT 1000
      """;

  private static final String TAKE_SPAN =
      """
      SELECT rolled_until AS since,
             least(rolled_until + $2 * interval '1 second', now() - $1 * interval '1 second')
               AS until,
             rolled_until + $2 * interval '1 second' < now() - $1 * interval '1 second' AS capped
      FROM click_rollup
      WHERE rolled_until < now() - $1 * interval '1 second'
      FOR UPDATE SKIP LOCKED
      """;

  private static final String ROLL_UP =
      """
      WITH moved AS (
        UPDATE click_rollup SET rolled_until = $2
      )
      INSERT INTO click_daily (code, day, dimension, value, clicks, counted)
      SELECT c.code, (c.at AT TIME ZONE 'UTC')::date, d.dimension, d.value,
             count(*), count(*) FILTER (WHERE c.counted)
      FROM click c
      """
          + DIMENSIONS
          + """
      WHERE c.at >= $1 AND c.at < $2
      GROUP BY 1, 2, 3, 4
      ON CONFLICT (code, dimension, day, value) DO UPDATE SET
        clicks = click_daily.clicks + EXCLUDED.clicks,
        counted = click_daily.counted + EXCLUDED.counted
      """;

  private static final String DROP_PARTITIONS = "SELECT drop_click_partitions($1)";

  /** Clicks from {@code since} up to, not including, {@code until}. */
  record Span(OffsetDateTime since, OffsetDateTime until, boolean isCapped) {}

  private ClickStatsStore() {}

  static Future<List<ClickCount>> count(
      SqlClient client, AffiliateId affiliate, ClickGroup group, LocalDate from, LocalDate to) {
    return client
        .preparedQuery(COUNT)
        .execute(Tuple.of(affiliate.value(), group.dimension, from, to, group.name()))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(ClickStatsStore::row).toList());
  }

  private static ClickCount row(Row row) {
    return new ClickCount(row.getString("key"), row.getLong("clicks"), row.getLong("counted"));
  }

  /** The next span to roll up, locked; empty when there is none or another instance is at it. */
  static Future<Optional<Span>> takeSpan(SqlClient tx, Duration settled, Duration longest) {
    return tx.preparedQuery(TAKE_SPAN)
        .mapping(ClickStatsStore::span)
        .execute(Tuple.of(settled.toSeconds(), longest.toSeconds()))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private static Span span(Row row) {
    return new Span(
        row.getOffsetDateTime("since"), row.getOffsetDateTime("until"), row.getBoolean("capped"));
  }

  static Future<Void> rollUp(SqlClient tx, Span span) {
    return tx.preparedQuery(ROLL_UP).execute(Tuple.of(span.since(), span.until())).mapEmpty();
  }

  static Future<Void> dropPartitions(SqlClient client, long retentionDays) {
    return client.preparedQuery(DROP_PARTITIONS).execute(Tuple.of((int) retentionDays)).mapEmpty();
  }
}
