package dev.tributary.link;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SQL of clicks and their counters. */
final class ClickStore {
  // Counters are upserted in key order, so that two instances never wait for each other in a ring.
  static final String INSERT_CLICKS =
      """
      WITH kept AS (
        INSERT INTO click (id, code, counted, bot_reason, dedupe, visitor_hmac, first_click_id,
          device, country, referrer_host, sub_id, utm_source, utm_medium, utm_campaign, at)
        SELECT id, code, bot_reason IS NULL, bot_reason, dedupe, visitor_hmac, first_click_id,
          device, country, referrer_host, sub_id, utm_source, utm_medium, utm_campaign, now()
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[],
                    $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                    $12::text[], $13::text[])
          AS v(id, code, bot_reason, dedupe, visitor_hmac, first_click_id, device, country,
               referrer_host, sub_id, utm_source, utm_medium, utm_campaign)
      )
      INSERT INTO link_stats (code, clicks, counted)
      SELECT * FROM unnest($14::text[], $15::bigint[], $16::bigint[])
      ON CONFLICT (code) DO UPDATE SET
        clicks = link_stats.clicks + EXCLUDED.clicks,
        counted = link_stats.counted + EXCLUDED.counted
      """;

  // The id carries the time in its first 48 bits (RFC 9562, 5.7), which finds the partition.
  static final String FIND_CLICK =
      """
      SELECT code, first_click_id, at > now() - $2 * interval '1 second' AS inside_window
      FROM click
      WHERE id = $1
        AND at BETWEEN to_timestamp($3 / 1000.0) - interval '1 day'
                   AND to_timestamp($3 / 1000.0) + interval '1 day'
      """;

  private static final String CREATE_PARTITIONS = "SELECT create_click_partitions($1)";

  /** What a batch adds to the counters of one code. */
  private record Tally(long clicks, long counted) {
    static Tally of(Click click) {
      return new Tally(1, click.botReason() == null ? 1 : 0);
    }

    Tally plus(Tally other) {
      return new Tally(clicks + other.clicks, counted + other.counted);
    }
  }

  /** What a stored click says about its visitor. */
  record Visited(String code, @Nullable UUID firstClick, boolean insideWindow) {}

  private ClickStore() {}

  static Future<Void> insert(SqlClient client, List<Click> clicks) {
    var tallies = new TreeMap<String, Tally>();
    clicks.forEach(click -> tallies.merge(click.code(), Tally.of(click), Tally::plus));
    var row =
        Tuple.tuple()
            .addArrayOfUUID(ids(clicks, click -> click.id().value()))
            .addArrayOfString(texts(clicks, Click::code))
            .addArrayOfString(texts(clicks, Click::botReason))
            .addArrayOfString(texts(clicks, Click::dedupe))
            .addArrayOfUUID(ids(clicks, Click::visitor))
            .addArrayOfUUID(ids(clicks, Click::firstClick))
            .addArrayOfString(texts(clicks, click -> click.origin().device()))
            .addArrayOfString(texts(clicks, click -> click.origin().country()))
            .addArrayOfString(texts(clicks, click -> click.origin().referrerHost()))
            .addArrayOfString(texts(clicks, click -> click.origin().subId()))
            .addArrayOfString(texts(clicks, click -> click.origin().utmSource()))
            .addArrayOfString(texts(clicks, click -> click.origin().utmMedium()))
            .addArrayOfString(texts(clicks, click -> click.origin().utmCampaign()))
            .addArrayOfString(tallies.keySet().toArray(String[]::new))
            .addArrayOfLong(numbers(tallies.values(), Tally::clicks))
            .addArrayOfLong(numbers(tallies.values(), Tally::counted));
    return client.preparedQuery(INSERT_CLICKS).execute(row).mapEmpty();
  }

  static Future<Optional<Visited>> findClick(SqlClient tx, UUID id, long windowSeconds) {
    long millis = id.getMostSignificantBits() >>> 16;
    return tx.preparedQuery(FIND_CLICK)
        .mapping(ClickStore::visited)
        .execute(Tuple.of(id, windowSeconds, millis))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private static Visited visited(Row row) {
    return new Visited(
        row.getString("code"), row.getUUID("first_click_id"), row.getBoolean("inside_window"));
  }

  static Future<Void> createPartitions(SqlClient client, int daysAhead) {
    return client.preparedQuery(CREATE_PARTITIONS).execute(Tuple.of(daysAhead)).mapEmpty();
  }

  private static @Nullable UUID[] ids(List<Click> clicks, Function<Click, @Nullable UUID> field) {
    var ids = new UUID[clicks.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = field.apply(clicks.get(i));
    }
    return ids;
  }

  private static @Nullable String[] texts(
      List<Click> clicks, Function<Click, @Nullable String> field) {
    var texts = new String[clicks.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = field.apply(clicks.get(i));
    }
    return texts;
  }

  private static Long[] numbers(Collection<Tally> tallies, Function<Tally, Long> field) {
    return tallies.stream().map(field).toArray(Long[]::new);
  }
}
