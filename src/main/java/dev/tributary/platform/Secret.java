package dev.tributary.platform;

/**
 * A configured secret. It prints as stars, so that no log line and no error message can leak it;
 * {@link #reveal} is the one way to the text.
 */
public record Secret(String reveal) {
  public boolean isEmpty() {
    return reveal.isEmpty();
  }

  @Override
  public String toString() {
    return isEmpty() ? "(none)" : "***";
  }
}
