package dev.tributary.event;

/**
 * What a feature made of an event.
 *
 * @param waits true when the event cannot be decided until something else arrives
 * @param reason a stable reason code
 */
public record Handled(boolean waits, String reason) {
  public static Handled done(String reason) {
    return new Handled(false, reason);
  }

  public static Handled waiting(String reason) {
    return new Handled(true, reason);
  }
}
