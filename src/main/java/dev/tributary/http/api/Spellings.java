package dev.tributary.http.api;

import dev.tributary.platform.JsonFields;
import java.util.Optional;

/** The seed paths take a field under the names that their first callers used for it. */
final class Spellings {
  private static final int MAX_ID = 128;
  private static final int MAX_LINK = 2048;

  private Spellings() {}

  static String userId(JsonFields fields) {
    return fields.userId("user_id", "userId");
  }

  static String newUserId(JsonFields fields) {
    return fields.userId("new_user_id", "newUserId");
  }

  static String rewardId(JsonFields fields) {
    return required(fields, "reward_id", fields.anyText(MAX_ID, "reward_id", "rewardId"));
  }

  /** A code, or a whole link with the code in it. */
  static Optional<String> code(JsonFields fields) {
    return fields.anyText(
        MAX_LINK, "referral_link", "referralLink", "code", "referral_code", "referralCode");
  }

  static Optional<String> clickId(JsonFields fields) {
    return fields.anyText(MAX_ID, "click_id", "clickId");
  }

  private static String required(JsonFields fields, String name, Optional<String> value) {
    if (value.isEmpty()) {
      fields.mistake(name, "required");
    }
    return value.orElse("");
  }
}
