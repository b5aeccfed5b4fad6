package dev.tributary;

/** Composition root. */
public final class Main {
  private Main() {}

  /** Starts the service. */
  public static void main(String[] args) {}
}
