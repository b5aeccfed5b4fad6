package dev.tributary.bench;

import java.util.Optional;

/** Ten million clicks of the last ten days, in a database where runs then add to them. */
final class Fill {
  static final String DATABASE = "full";

  private static final String PARTITIONS =
      """
      DO $$
      DECLARE
        day DATE;
      BEGIN
        FOR i IN 0 .. 9 LOOP
          day := (now() AT TIME ZONE 'UTC')::date - i;
          EXECUTE format(
            'CREATE TABLE IF NOT EXISTS %I PARTITION OF click FOR VALUES FROM (%L) TO (%L)',
            'click_' || to_char(day, 'YYYYMMDD'),
            day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
        END LOOP;
      END $$
      """;

  /** In the order of time, with ids that begin with it, as clicks come. */
  private static final String CLICKS =
      """
      WITH visit AS (
        SELECT n, from_day + n * (till - from_day) / 10000000 AS at
        FROM generate_series(0, 9999999) n,
          (SELECT date_trunc('day', now(), 'UTC') - interval '9 days' AS from_day,
                  now() AS till) AS span
      ), known AS (
        SELECT array_agg(code) AS codes FROM code
      )
      INSERT INTO click (id, code, counted, referrer_host, utm_source, at)
      SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
               || left(md5(n::text), 3) || '8' || right(md5(n::text), 15))::uuid,
             codes[1 + n % cardinality(codes)], true, 'blog.example', 'newsletter', at
      FROM visit, known ORDER BY n
      """;

  private static final String COUNTERS =
      """
      INSERT INTO link_stats (code, clicks, counted)
      SELECT code, count(*), count(*) FROM click GROUP BY code
      """;

  private Fill() {}

  static void database(Postgres postgres) {
    postgres.create(DATABASE, Optional.of("service"));
    postgres.run(DATABASE, PARTITIONS);
    postgres.run(DATABASE, CLICKS);
    postgres.run(DATABASE, COUNTERS);
    postgres.run(DATABASE, "VACUUM ANALYZE");
  }
}
