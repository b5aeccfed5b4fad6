package dev.tributary.payout.batch;

import static dev.tributary.payout.Withdrawals.decided;
import static dev.tributary.payout.Withdrawals.earn;
import static dev.tributary.payout.Withdrawals.requested;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tributary.App;
import dev.tributary.Unchanged;
import dev.tributary.ledger.LedgerCheck;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch from the freezing to the results, and what does not pass for a result. */
class BatchIT {
  private static final String BATCHES = "/v1/payout-batches";
  private static final JsonObject BANK =
      new JsonObject().put("method", "bank_transfer").put("currency", "usd");
  private static App app;

  @BeforeAll
  static void start() {
    app = App.start();
  }

  @AfterAll
  static void stop() {
    LedgerCheck.holds(app);
    app.closeAndForget();
  }

  /** Approved payouts of 1.00, 1.01 and so on of a user who was not there before. */
  private static List<String> approved(String user, int payouts) {
    earn(app, user, 1000);
    var ids = new ArrayList<String>();
    for (int i = 0; i < payouts; i++) {
      var id = requested(app, user, 100 + i);
      decided(app, id, "approve");
      ids.add(id);
    }
    return ids;
  }

  private static JsonObject freeze() {
    var answer = app.post(BATCHES, app.staff(), BANK);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(201);
    return answer.bodyAsJsonObject();
  }

  private static String export(String batch) {
    var request = app.client().get(BATCHES + "/" + batch + "/export");
    var answer = request.bearerTokenAuthentication(app.staff()).send().await();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.getHeader("Content-Type")).startsWith("text/csv");
    assertThat(answer.getHeader("Content-Disposition")).contains(batch + ".csv");
    return answer.bodyAsString();
  }

  private static HttpResponse<Buffer> settle(String batch, String token, String csv) {
    return app.client()
        .post(BATCHES + "/" + batch + "/results")
        .bearerTokenAuthentication(token)
        .putHeader("Content-Type", "text/csv")
        .sendBuffer(Buffer.buffer(csv))
        .await();
  }

  private static String status(String payout) {
    return app.get("/v1/payouts/" + payout, app.staff()).bodyAsJsonObject().getString("status");
  }

  @Test
  void aBatchGoesOutAsATableAndComesBackWithResults() {
    var ids = approved("=1+cmd|'x'", 3);
    var late = requested(app, "=1+cmd|'x'", 200);
    var batch = freeze();
    var id = batch.getString("id");
    assertThat(batch.getInteger("payouts")).isEqualTo(3);
    assertThat(batch.getInteger("total")).isEqualTo(303);
    var table = export(id);
    assertThat(rows(table)).extracting(row -> row.getField("payout_id")).isEqualTo(ids);
    assertThat(rows(table)).extracting(row -> row.getField("user_id")).containsOnly("'=1+cmd|'x'");
    assertThat(rows(table))
        .extracting(row -> row.getField("amount"))
        .containsExactly("100", "101", "102");
    var results =
        "payout_id,user_id,amount,status,reference,reason\r\n"
            + ids.get(0)
            + ",x,100,paid,SEPA-1,\r\n"
            + ids.get(1)
            + ",x,101,failed,,\"closed, sorry\"\r\n";
    var outcome = settle(id, app.staff(), results).bodyAsJsonObject();
    assertThat(outcome.encode())
        .isEqualTo("{\"batch_id\":\"" + id + "\",\"paid\":1,\"failed\":1,\"unchanged\":0}");
    assertThat(List.of(status(ids.get(0)), status(ids.get(1)), status(ids.get(2)), status(late)))
        .containsExactly("paid", "failed", "processing", "requested");
    try (var _ = Unchanged.database(app)) {
      var again = settle(id, app.staff(), results).bodyAsJsonObject();
      assertThat(again.getInteger("unchanged")).isEqualTo(2);
    }
    var standing = app.get(BATCHES + "/" + id, app.staff()).bodyAsJsonObject();
    assertThat(standing.getJsonObject("statuses").getMap())
        .containsOnlyKeys("paid", "failed", "processing");
    assertThat(export(id)).isEqualTo(table);
    var rest = "payout_id,amount,status\n" + ids.get(2) + ",102,paid\n";
    assertThat(settle(id, app.staff(), rest).statusCode()).isEqualTo(200);
  }

  private static List<NamedCsvRecord> rows(String csv) {
    return CsvReader.builder().ofNamedCsvRecord(csv).stream().toList();
  }

  /** The whole file is refused, so that nobody has to find out which half of it counted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          A,101,paid                 | line 3, amount     | is 100 here
          A,1.00,paid                | line 3, amount     | is 100 here
          A, 100,paid                | line 3, amount     | is 100 here
          po_00000000000000000000000000,100,paid | line 3, payout_id | no such payout in this batch
          x,100,paid                 | line 3, payout_id  | no such payout in this batch
          B,101,paid                 | line 3, payout_id  | another line is about the same payout
          A,100,PAID                 | line 3, status     | expected paid or failed
          A,100,                     | line 3, status     | expected paid or failed
          """)
  void aLineThatDoesNotMatchRefusesTheFile(String line, String where, String why) {
    var ids = approved("user_" + System.nanoTime(), 2);
    var batch = freeze().getString("id");
    var csv =
        "payout_id,amount,status\n"
            + ids.get(1)
            + ",101,paid\n"
            + line.replaceAll("^A", ids.get(0)).replaceAll("^B", ids.get(1))
            + "\n";
    try (var _ = Unchanged.database(app)) {
      var answer = settle(batch, app.staff(), csv);
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
      var error = answer.bodyAsJsonObject().getJsonArray("errors").getJsonObject(0);
      assertThat(error.getString("pointer")).isEqualTo(where);
      assertThat(error.getString("detail")).contains(why);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                    | expected a head and at least one line
          payout_id,amount,status               | expected a head and at least one line
          payout_id,amount\\nx,1                 | expected at least the columns
          payout_id,amount,status\\nx,1          | expected 3 cells
          payout_id,amount,status\\n"x,1,paid    | is not a table
          {"payout_id":"x"}                     | expected a head and at least one line
          payout_id,amount,status,reason\\nx,1,paid,a\\u0000b | without control characters
          """)
  void whatIsNoTableOfResultsIsRefused(String csv, String why) {
    approved("user_" + System.nanoTime(), 1);
    var batch = freeze().getString("id");
    try (var _ = Unchanged.database(app)) {
      var text = csv.replace("\\n", "\n").replace("\\u0000", "\0");
      var answer = settle(batch, app.staff(), text);
      assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(400);
      assertThat(answer.bodyAsString()).contains(why);
    }
  }

  @Test
  void whatIsSettledCannotBeToldOtherwise() {
    var ids = approved("nora", 1);
    var batch = freeze().getString("id");
    var head = "payout_id,amount,status,reference\n" + ids.getFirst();
    assertThat(settle(batch, app.staff(), head + ",100,paid,R-1").statusCode()).isEqualTo(200);
    try (var _ = Unchanged.database(app)) {
      for (var otherwise : List.of(",100,failed,", ",100,paid,R-2")) {
        var answer = settle(batch, app.staff(), head + otherwise);
        assertThat(answer.bodyAsString()).contains("the payout is paid already");
      }
    }
  }

  @Test
  void aBatchIsForFinanceAndHoldsNothingOfTheirOwn() {
    var own = approved("frida", 1);
    var others = approved("otto", 1);
    var frida = app.token("frida", "finance");
    var reviewer = app.token("rita", "reviewer");
    assertThat(decided(app, own.getFirst(), "process").getString("status")).isEqualTo("processing");
    var hers = requested(app, "frida", 300);
    decided(app, hers, "approve");
    assertThat(app.post(BATCHES, reviewer, BANK).statusCode()).isEqualTo(403);
    var batch = app.post(BATCHES, frida, BANK).bodyAsJsonObject();
    assertThat(batch.getInteger("payouts")).isOne();
    assertThat(status(hers)).isEqualTo("approved");
    var id = batch.getString("id");
    var csv = "payout_id,amount,status\n" + others.getFirst() + ",100,paid\n";
    for (var token : List.of(app.user("otto"), app.shop(), reviewer)) {
      assertThat(settle(id, token, csv).statusCode()).isEqualTo(403);
    }
    assertThat(app.get(BATCHES + "/" + id, reviewer).statusCode()).isEqualTo(200);
    assertThat(app.post(BATCHES + "/" + id + "/results", app.staff(), "{}").statusCode())
        .isEqualTo(415);
    assertThat(settle(id, frida, csv).statusCode()).isEqualTo(200);
    var theirs = freeze();
    var ofHers = "payout_id,amount,status\n" + hers + ",300,paid\n";
    assertThat(settle(theirs.getString("id"), frida, ofHers).statusCode()).isEqualTo(403);
  }
}
