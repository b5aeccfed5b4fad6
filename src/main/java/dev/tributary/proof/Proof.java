package dev.tributary.proof;

import java.util.List;

/** What a run of all checks has found, all of it at one moment. */
public record Proof(List<Result> checks) {
  /** Whether nothing breaks a law. */
  public boolean isOk() {
    return checks.stream().allMatch(check -> check.broken() == 0);
  }

  /**
   * The outcome of one check.
   *
   * @param rows how many things were looked at
   * @param broken how many of them break the law
   * @param violations the first of those
   */
  public record Result(String name, long rows, long broken, List<Violation> violations) {}

  /**
   * One thing that breaks a law.
   *
   * @param id its wire id, or what else names it
   * @param detail what was found there
   */
  public record Violation(String id, String detail) {}
}
