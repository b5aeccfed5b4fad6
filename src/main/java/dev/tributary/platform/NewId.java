package dev.tributary.platform;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Makes ids: UUIDs of version 7 (RFC 9562), which sort by time and so keep indexes compact. */
public final class NewId {
  private NewId() {}

  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }
}
