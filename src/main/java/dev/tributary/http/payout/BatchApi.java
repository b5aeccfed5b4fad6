package dev.tributary.http.payout;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.StateTable;
import dev.tributary.payout.BatchId;
import dev.tributary.payout.batch.BatchService;
import dev.tributary.payout.batch.BatchService.Outcome;
import dev.tributary.payout.batch.BatchService.Standing;
import dev.tributary.platform.JsonFields;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Payouts that go out together. */
public final class BatchApi {
  private static final int MAX_METHOD = 64;

  private final BatchService batches;

  public BatchApi(BatchService batches) {
    this.batches = batches;
  }

  public Future<Answer> createPayoutBatch(Call call) {
    var fields = new JsonFields("", call.body());
    var method = fields.text("method", MAX_METHOD);
    var currency = fields.currency("currency");
    fields.finish();
    var once = call.<Standing>once(standing -> Answer.created(view(standing)));
    return batches.freeze(call.actor(), method, currency, once).map(Answer::of);
  }

  public Future<Answer> getPayoutBatch(Call call) {
    return batches.get(call.actor(), id(call)).map(BatchApi::view).map(Answer::ok);
  }

  public Future<Answer> exportPayoutBatch(Call call) {
    var id = id(call);
    return batches
        .export(call.actor(), id)
        .map(csv -> Answer.bytes("text/csv; charset=utf-8", Buffer.buffer(csv)))
        .map(a -> a.with("Content-Disposition", "attachment; filename=\"" + id + ".csv\""));
  }

  public Future<Answer> importPayoutResults(Call call) {
    var once = call.<Outcome>once(outcome -> Answer.ok(view(outcome)));
    return batches.settle(call.actor(), id(call), call.bodyText(), once).map(Answer::of);
  }

  private static BatchId id(Call call) {
    return BatchId.parse(call.path("id"))
        .orElseThrow(() -> new Refusal(Invalid.field("id", "expected the id of a batch")));
  }

  private static JsonObject view(Standing standing) {
    var batch = standing.batch();
    var statuses = new JsonObject();
    standing.payouts().forEach((state, count) -> statuses.put(StateTable.word(state), count));
    return new JsonObject()
        .put("id", batch.id().toString())
        .put("method", batch.method())
        .put("currency", batch.total().currency().wire())
        .put("payouts", batch.payouts())
        .put("total", batch.total().minor())
        .put("statuses", statuses)
        .put("created_by", batch.createdBy())
        .put("created_at", batch.createdAt().toString());
  }

  private static JsonObject view(Outcome outcome) {
    return new JsonObject()
        .put("batch_id", outcome.batch().toString())
        .put("paid", outcome.paid())
        .put("failed", outcome.failed())
        .put("unchanged", outcome.known());
  }
}
