package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.ledger.LedgerCheck;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With whose rights the service works, and what those do not reach. */
class ApplicationRoleIT {
  private static final List<String> APPEND_ONLY =
      List.of("posting", "transfer", "transition", "audit_entry", "decision", "settings_version");

  /** Remembers in each new row who wrote it. */
  private static final String WITNESS =
      "ALTER TABLE affiliate ADD COLUMN written_by TEXT NOT NULL DEFAULT current_user";

  private static final String WRITTEN_BY = "SELECT DISTINCT written_by FROM affiliate";

  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  static Stream<String> attempts() {
    return APPEND_ONLY.stream()
        .flatMap(
            table ->
                Stream.of(
                        "UPDATE %s SET %s",
                        "DELETE FROM %s",
                        "TRUNCATE %s",
                        "ALTER TABLE %s ADD COLUMN x INT",
                        "ALTER TABLE %s DISABLE TRIGGER append_only",
                        "DROP TRIGGER append_only ON %s",
                        "DROP TABLE %s")
                    .map(sql -> sql.formatted(table, column(table))));
  }

  private static String column(String table) {
    return app.rows(
            "SELECT attname || ' = ' || attname FROM pg_attribute WHERE attnum = 2"
                + " AND attrelid = '"
                + table
                + "'::regclass")
        .getFirst()
        .getFirst();
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void whatIsWrittenDownIsOutOfReach(String attempt) {
    assertThatThrownBy(() -> app.execute("SET ROLE tributary_app; " + attempt))
        .cause()
        .hasMessageMatching("ERROR: (permission denied for table|must be owner of) .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET session_replication_role = replica",
        "CREATE FUNCTION x() RETURNS INT LANGUAGE sql AS 'SELECT 1'",
        "TRUNCATE click",
        "DELETE FROM flyway_schema_history",
        "ALTER ROLE tributary_app SUPERUSER"
      })
  void norIsWhatWouldLeadThere(String attempt) {
    assertThatThrownBy(() -> app.execute("SET ROLE tributary_app; " + attempt))
        .cause()
        .hasMessageMatching("ERROR: (permission denied|must be superuser).*");
  }

  @Test
  void theServiceWorksWithTheseRightsAlone() {
    app.execute(WITNESS);
    app.bind(app.link("anna"), "ben");
    app.report("one", "order.paid", App.order("O-1", "ben"));
    App.eventually(() -> app.balance("anna"), balance -> !balance.isEmpty());
    assertThat(app.rows(WRITTEN_BY)).containsExactly(List.of("tributary_app"));
    LedgerCheck.holds(app);
  }

  @Test
  void partitionsAreMadeAndDroppedForItAndForNobodyElse() {
    var partitions = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'click'::regclass";
    var before = app.number(partitions);
    app.execute("SET ROLE tributary_app; SELECT create_click_partitions(30)");
    assertThat(app.number(partitions)).isGreaterThan(before);
    app.execute("UPDATE click_rollup SET rolled_until = now()");
    app.execute("SET ROLE tributary_app; SELECT drop_click_partitions(0)");
    assertThat(
            app.rows(
                "SELECT DISTINCT has_function_privilege('pg_monitor', oid, 'EXECUTE')"
                    + " FROM pg_proc WHERE proname LIKE '%click_partitions'"))
        .containsExactly(List.of("f"));
  }

  /** A column more, or a table: what later migrations bring needs no grants of their own. */
  @Test
  void aTableThatComesLaterIsReachedAtTheNextStart() {
    app.execute(
        """
        CREATE TABLE later (x INT);
        CREATE TABLE ledger_of_later (x INT);
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_of_later
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        """);
    app.another().close();
    var fill = "SET ROLE tributary_app; INSERT INTO %1$s VALUES (1); UPDATE %1$s SET x = 2";
    assertThatCode(() -> app.execute(fill.formatted("later"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> app.execute(fill.formatted("ledger_of_later")))
        .cause()
        .hasMessageContaining("permission denied for table ledger_of_later");
  }

  private static String as(String user, TestDatabase database) {
    var url = URI.create(database.url());
    return "postgresql://%s:secret@%s:%d%s"
        .formatted(user, url.getHost(), url.getPort() < 0 ? 5432 : url.getPort(), url.getPath());
  }

  @Test
  void whoeverMayNotTakeTheRoleWorksWithoutIt() {
    try (var user = new TestRole("plain");
        var database = TestDatabase.create()) {
      database.execute("GRANT ALL ON SCHEMA public TO " + user.name());
      var plain = App.start(Map.of("TRIBUTARY_POSTGRES_URL", as(user.name(), database)));
      database.execute(WITNESS);
      plain.link("anna");
      assertThat(database.rows(WRITTEN_BY)).containsExactly(List.of(user.name()));
      assertThatThrownBy(() -> database.execute("DELETE FROM audit_entry"))
          .cause()
          .hasMessageContaining("is append-only");
      plain.closeAndForget();
    }
  }

  @Test
  void theOwnerMigratesAndAnotherUserWorks() {
    try (var user = new TestRole("worker");
        var database = TestDatabase.create()) {
      database.execute("GRANT tributary_app TO " + user.name());
      var two =
          App.start(
              Map.of(
                  "TRIBUTARY_POSTGRES_MIGRATION_URL", database.url(),
                  "TRIBUTARY_POSTGRES_URL", as(user.name(), database)));
      database.execute(WITNESS);
      two.link("anna");
      assertThat(database.rows(WRITTEN_BY)).containsExactly(List.of("tributary_app"));
      two.closeAndForget();
    }
  }

  /** A user of the cluster for one test; close it after its database is gone. */
  private record TestRole(String name) implements AutoCloseable {
    TestRole {
      name = name + "_" + Long.toString(System.nanoTime(), 36);
      new TestDatabase(TestServers.postgresUrl(), "postgres")
          .execute("CREATE ROLE " + name + " LOGIN PASSWORD 'secret'");
    }

    @Override
    public void close() {
      new TestDatabase(TestServers.postgresUrl(), "postgres").execute("DROP ROLE " + name);
    }
  }
}
