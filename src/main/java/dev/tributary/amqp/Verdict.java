package dev.tributary.amqp;

import dev.tributary.kernel.Failure;

/** What becomes of a message that was refused: kept for people to look at, or tried again. */
enum Verdict {
  PARK,
  RETRY;

  static Verdict of(Failure failure) {
    return switch (failure) {
      case Failure.Invalid _ -> PARK;
      case Failure.Unauthenticated _ -> PARK;
      case Failure.Forbidden _ -> PARK;
      case Failure.NotFound _ -> PARK;
      case Failure.Refused _ -> PARK;
      case Failure.Exists _ -> PARK;
      case Failure.IllegalTransition _ -> PARK;
      case Failure.LimitReached _ -> PARK;
      case Failure.PreconditionRequired _ -> PARK;
      case Failure.PreconditionFailed _ -> PARK;
      case Failure.KeyReused _ -> PARK;
      case Failure.RateLimited _ -> RETRY;
      case Failure.Unavailable _ -> RETRY;
    };
  }
}
