package dev.tributary.event;

/**
 * Names of what events are about. Who reads or writes the state of one holds its lock, and an event
 * that has to wait is woken by the name of what it waits for.
 */
public final class Subject {
  private Subject() {}

  public static String user(String userId) {
    return "user:" + userId;
  }

  public static String order(String orderId) {
    return "order:" + orderId;
  }

  public static String invoice(String invoiceId) {
    return "invoice:" + invoiceId;
  }
}
