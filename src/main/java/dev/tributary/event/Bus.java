package dev.tributary.event;

/**
 * Addresses of the event bus. Messages on it are hints that a row is waiting and carry nothing: the
 * bus may drop them, and then a timer finds the row.
 */
public final class Bus {
  public static final String INBOX_READY = "inbox.ready";
  public static final String OUTBOX_READY = "outbox.ready";

  private Bus() {}
}
