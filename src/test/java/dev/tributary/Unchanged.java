package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * Holds a database to what it was: every row of every table, by count and checksum. It leaves out
 * what timers move whatever anyone sends: statistics that are rolled up, notices that are told.
 */
public final class Unchanged implements AutoCloseable {
  private static final String CONTENTS =
      """
      SELECT table_name, query_to_xml(format(
        'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM %I t',
        table_name), false, true, '')::text
      FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
        AND table_name NOT IN ('click_daily', 'click_rollup', 'notice')
      ORDER BY table_name
      """;

  private final App app;
  private final List<List<String>> before;

  private Unchanged(App app) {
    this.app = app;
    before = contents(app);
  }

  /** From here to the end of the block, nothing may change. */
  public static Unchanged database(App app) {
    return new Unchanged(app);
  }

  private static List<List<String>> contents(App app) {
    return app.rows(CONTENTS);
  }

  @Override
  public void close() {
    assertThat(contents(app)).as("what the database holds").isEqualTo(before);
  }
}
