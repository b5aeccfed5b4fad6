package dev.tributary.http.money;

import dev.tributary.http.Answer;
import dev.tributary.http.Call;
import dev.tributary.proof.Proof;
import dev.tributary.proof.ProofService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Whether everything adds up. */
public final class ProofApi {
  private final ProofService proofs;

  public ProofApi(ProofService proofs) {
    this.proofs = proofs;
  }

  public Future<Answer> runProofs(Call call) {
    return proofs.run(call.actor()).map(ProofApi::view).map(Answer::ok);
  }

  private static JsonObject view(Proof proof) {
    var checks = new JsonArray();
    proof.checks().forEach(check -> checks.add(view(check)));
    return new JsonObject().put("ok", proof.isOk()).put("checks", checks);
  }

  private static JsonObject view(Proof.Result check) {
    var violations = new JsonArray();
    for (var violation : check.violations()) {
      violations.add(new JsonObject().put("id", violation.id()).put("detail", violation.detail()));
    }
    return new JsonObject()
        .put("name", check.name())
        .put("rows", check.rows())
        .put("broken", check.broken())
        .put("violations", violations);
  }
}
