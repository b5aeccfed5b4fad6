package dev.tributary;

import dev.tributary.audit.Note;
import dev.tributary.settings.Change;
import java.util.UUID;

/** Puts what people did to the settings in the words of the audit; they are neighbours. */
final class SettingsAudit {
  private SettingsAudit() {}

  /** A version has a number and no id, so the number stands where the audit has an id. */
  static Note note(Change change) {
    var subject = new UUID(0, change.version());
    return new Note("settings_version", subject, "create", change.after(), change.actor());
  }
}
