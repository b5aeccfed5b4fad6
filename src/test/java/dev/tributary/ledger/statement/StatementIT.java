package dev.tributary.ledger.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.Plans;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers see of their accounts: now, at some time, and how it came to be. */
class StatementIT {
  private static App app;

  /** Three orders of anna, at three times; each is a credit that is released at once. */
  @BeforeAll
  static void start() {
    app = App.start();
    app.bind(app.link("anna"), "ben");
    earn("O-1", App.order("O-1", "ben"), "2026-03-10T12:00:00Z");
    earn("O-2", App.order("O-2", "ben").put("currency", "eur"), "2026-04-01T00:00:00Z");
    earn("O-3", App.order("O-3", "ben").put("amount", 6000), "2026-04-30T23:59:59.999999Z");
  }

  private static void earn(String id, JsonObject order, String at) {
    var entries = app.number("SELECT count(*) FROM posting");
    app.report(id, "order.paid", order);
    App.eventually(() -> app.number("SELECT count(*) FROM posting"), n -> n == entries + 4);
    app.execute(
        "SET session_replication_role = replica; UPDATE transfer SET at = '"
            + at
            + "' WHERE at > now() - interval '1 hour'");
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  private static JsonObject mine(String path) {
    var answer = app.get("/v1/me/" + path, app.user("anna"));
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  private static List<JsonObject> objects(JsonObject body, String field) {
    return body.getJsonArray(field).stream().map(JsonObject.class::cast).toList();
  }

  private static String available(List<JsonObject> balances) {
    return String.join(
        " ",
        balances.stream()
            .map(balance -> balance.getInteger("available") + balance.getString("currency"))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-10T11:59:59.999999Z, ''",
    "2026-03-10T12:00:00Z, 1000usd",
    "2026-03-31T23:59:59Z, 1000usd",
    "2026-04-01T07:00:00%2B07:00, 1000eur 1000usd",
    "2026-04-30T23:59:59.99Z, 1000eur 1000usd",
    "2026-05-01T00:00:00Z, 1000eur 1500usd"
  })
  void aBalanceIsThatOfItsMoment(String asOf, String expected) {
    assertThat(available(objects(mine("balance?as_of=" + asOf), "balances"))).isEqualTo(expected);
  }

  @Test
  void withoutAMomentItIsThatOfNow() {
    var balances = mine("balance");
    assertThat(available(objects(balances, "balances"))).isEqualTo("1000eur 1500usd");
    assertThat(mine("balance?as_of=2026-06-01T00:00:00Z")).isEqualTo(balances);
  }

  @Test
  void whoNeverEarnedHasNothing() {
    for (var path : List.of("balance", "balance?as_of=2026-05-01T00:00:00Z", "ledger")) {
      var answer = app.get("/v1/me/" + path, app.user("nobody"));
      assertThat(answer.bodyAsString()).contains("[]").doesNotContain("usd");
    }
    var statement = app.get("/v1/me/statements/2026-04", app.user("nobody")).bodyAsJsonObject();
    assertThat(statement.getJsonArray("entries")).isEmpty();
    assertThat(statement.getJsonArray("closing")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "balance?as_of=2999-01-01T00:00:00Z",
        "balance?as_of=10000-01-01T00:00:00Z",
        "balance?as_of=%2B999999999-01-01T00:00:00Z",
        "balance?as_of=1999-12-31T23:59:59Z",
        "balance?as_of=2026-02-30T00:00:00Z",
        "balance?as_of=2026-05-01",
        "balance?as_of=",
        "ledger?limit=0",
        "ledger?limit=101",
        "ledger?limit=x",
        "ledger?limit=99999999999",
        "ledger?currency=xx1",
        "ledger?currency=%00",
        "ledger?cursor=%00",
        "ledger?cursor=zzzzzzzzzzzzz",
        "ledger?cursor=-1",
        "ledger?from=x",
        "ledger?from=2026-05-01T00:00:00Z&to=2026-04-01T00:00:00Z",
        "statements/2026-13",
        "statements/2026-1",
        "statements/0000-01",
        "statements/9999-12",
        "statements/2998-01",
        "statements/x"
      })
  void whatIsNoTimeNoPageAndNoMonthIsRefused(String path) {
    var answer = app.get("/v1/me/" + path, app.user("anna"));
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getJsonArray("errors")).isNotEmpty();
  }

  @Test
  void theLedgerIsEveryEntryWithTheBalanceAfterIt() {
    var entries = new ArrayList<>(objects(mine("ledger"), "data"));
    assertThat(entries).hasSize(9);
    Collections.reverse(entries);
    var balances = new HashMap<String, Integer>();
    for (var entry : entries) {
      var account = entry.getString("bucket") + entry.getString("currency");
      assertThat(balances.merge(account, entry.getInteger("amount"), Integer::sum))
          .as(entry.encode())
          .isEqualTo(entry.getInteger("balance"));
    }
    assertThat(entries.getFirst().getString("reference")).startsWith("ic_");
    assertThat(entries.getFirst().getString("kind")).isEqualTo("credit");
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    var whole = objects(mine("ledger"), "data");
    var walked = new ArrayList<JsonObject>();
    var page = mine("ledger?limit=2");
    walked.addAll(objects(page, "data"));
    while (page.getBoolean("has_more")) {
      page = mine("ledger?limit=2&cursor=" + page.getString("next_cursor"));
      walked.addAll(objects(page, "data"));
    }
    assertThat(walked).isEqualTo(whole);
    assertThat(page.getValue("next_cursor")).isNull();
    assertThat(mine("ledger?limit=9").getBoolean("has_more")).isFalse();
  }

  @Test
  void aFilterChangesWhatIsListedAndNoBalance() {
    var whole = objects(mine("ledger"), "data");
    assertThat(objects(mine("ledger?currency=EUR"), "data"))
        .hasSize(3)
        .isEqualTo(whole.stream().filter(e -> e.getString("currency").equals("eur")).toList());
    assertThat(objects(mine("ledger?from=2026-03-10T12:00:00Z&to=2026-04-01T00:00:00Z"), "data"))
        .isEqualTo(whole.subList(6, 9));
    assertThat(objects(mine("ledger?from=2026-04-02T00:00:00Z"), "data"))
        .isEqualTo(whole.subList(0, 3));
  }

  @Test
  void aStatementLeadsFromTheOpeningToTheClosingBalance() {
    var april = mine("statements/2026-04");
    assertThat(available(objects(april, "opening"))).isEqualTo("0eur 1000usd");
    assertThat(available(objects(april, "closing"))).isEqualTo("1000eur 1500usd");
    var listed = new ArrayList<>(objects(mine("ledger"), "data").subList(0, 6));
    Collections.reverse(listed);
    assertThat(objects(april, "entries")).isEqualTo(listed);
    assertThat(mine("statements/2026-05").getJsonArray("opening"))
        .isEqualTo(april.getJsonArray("closing"));
    assertThat(mine("statements/2026-03").getJsonArray("entries")).hasSize(3);
  }

  private static HttpResponse<Buffer> april(String accept) {
    return app.client()
        .get("/v1/me/statements/2026-04")
        .bearerTokenAuthentication(app.user("anna"))
        .putHeader("Accept", accept)
        .send()
        .await();
  }

  @Test
  void forASpreadsheetItIsCsv() {
    var csv = april("text/csv");
    assertThat(csv.getHeader("Content-Type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(csv.getHeader("Content-Disposition")).contains("statement-2026-04.csv");
    assertThat(csv.bodyAsString().split("\r\n", -1)).hasSize(1 + 8 + 6 + 8 + 1);
    assertThat(csv.bodyAsString())
        .contains("2026-04-01T00:00:00Z,usd,available,opening,,,,1000\r\n")
        .contains(",500,1500\r\n")
        .contains("2026-05-01T00:00:00Z,usd,available,closing,,,,1500\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/csv                         | text/csv
          text/csv, */*;q=0.1              | text/csv
          application/json;q=0.5, text/csv | text/csv
          application/json, text/csv;q=0.5 | application/json
          */*                              | application/json
          text/html                        | application/json
          ;;;,,=                           | application/json
          """)
  void theCallerChooses(String accept, String expected) {
    assertThat(april(accept).getHeader("Content-Type")).startsWith(expected);
  }

  @Test
  void aLongLedgerOfOthersIsNotRead() {
    var grown = App.start();
    grown.execute(
        """
        SET session_replication_role = replica;
        INSERT INTO transfer (id, key, kind)
          SELECT md5(n::text)::uuid, 'credit:ic_' || n, 'credit' FROM generate_series(1, 20000) n;
        INSERT INTO posting (transfer_id, owner, bucket, currency, amount_minor)
          SELECT md5(n::text)::uuid, md5((n % 1000)::text)::uuid, 'pending', 'USD', 1
          FROM generate_series(1, 20000) n;
        INSERT INTO account SELECT DISTINCT owner, bucket, currency, 20 FROM posting;
        """);
    grown.execute("VACUUM ANALYZE");
    for (var sql :
        List.of(
            StatementStore.LIST_ENTRIES, StatementStore.BALANCES_AT, StatementStore.LIST_MONTH)) {
      assertThat(Plans.generic(grown, sql)).doesNotContain("Seq Scan").contains("posting_owner");
    }
    grown.closeAndForget();
  }
}
