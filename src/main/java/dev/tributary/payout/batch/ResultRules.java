package dev.tributary.payout.batch;

import dev.tributary.kernel.Failure.FieldError;
import dev.tributary.kernel.StateTable;
import dev.tributary.payout.Payout;
import dev.tributary.payout.PayoutState;
import dev.tributary.payout.PayoutState.Action;
import dev.tributary.payout.PayoutStepService.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what the bank says with the batch. A line is believed when it names a payout of the
 * batch and its exact amount; one that says what is known already changes nothing, so that a file
 * can be sent twice. It decides only, on payouts that the caller has locked.
 */
final class ResultRules {
  private ResultRules() {}

  /**
   * What the lines mean for the payouts.
   *
   * @param known how many lines say what was known
   */
  record Verdict(List<Step> steps, int known, List<FieldError> errors) {}

  static Verdict compare(List<ResultLine> lines, List<Payout> batch) {
    Map<String, Payout> byId =
        batch.stream().collect(Collectors.toMap(p -> p.id().toString(), Function.identity()));
    var seen = new HashSet<String>();
    var steps = new ArrayList<Step>();
    var errors = new ArrayList<FieldError>();
    for (var line : lines) {
      var payout = byId.get(line.payoutId());
      if (payout == null) {
        errors.add(error(line, "payout_id", "there is no such payout in this batch"));
      } else if (!seen.add(line.payoutId())) {
        errors.add(error(line, "payout_id", "another line is about the same payout"));
      } else if (!line.amount().equals(Long.toString(payout.amount().minor()))) {
        errors.add(error(line, "amount", "is " + payout.amount().minor() + " here"));
      } else if (payout.status() == PayoutState.PROCESSING) {
        steps.add(Step.of(payout, line.action(), line.note()));
      } else if (!says(line, payout)) {
        var status = StateTable.word(payout.status());
        errors.add(error(line, "status", "the payout is " + status + " already"));
      }
    }
    return new Verdict(steps, lines.size() - steps.size() - errors.size(), errors);
  }

  private static boolean says(ResultLine line, Payout payout) {
    return line.action() == Action.PAY
        ? payout.status() == PayoutState.PAID && line.note().reference().equals(payout.reference())
        : payout.status() == PayoutState.FAILED;
  }

  private static FieldError error(ResultLine line, String column, String detail) {
    return ResultTable.error(line.number(), column, detail);
  }
}
