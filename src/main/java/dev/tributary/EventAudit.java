package dev.tributary;

import dev.tributary.audit.Change;
import dev.tributary.event.inspect.EventState;
import dev.tributary.event.inspect.Rerun;
import dev.tributary.kernel.StateTable;
import java.util.List;

/** Puts what people did to events in the words of the audit; the two packages are neighbours. */
final class EventAudit {
  private EventAudit() {}

  static List<Change> changes(List<Rerun> steps) {
    return steps.stream().map(EventAudit::change).toList();
  }

  private static Change change(Rerun step) {
    return new Change(
        EventState.TABLE.machine(),
        step.event().value(),
        StateTable.word(step.action()),
        StateTable.word(step.from()),
        StateTable.word(step.to()),
        step.actor(),
        step.reason());
  }
}
