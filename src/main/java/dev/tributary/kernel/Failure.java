package dev.tributary.kernel;

import java.time.Duration;
import java.util.List;

/**
 * Everything that the service refuses to do, as data. Each edge turns every case into its own
 * protocol with an exhaustive switch, so a new case does not compile until all edges answer it. A
 * fault that is not in this list is a bug or a dead dependency.
 */
public sealed interface Failure {
  /** The stable word a program reacts to, such as {@code code_not_found}. */
  String code();

  /** The request is well formed JSON but breaks the contract in the places named. */
  record Invalid(List<FieldError> errors) implements Failure {
    public Invalid {
      errors = List.copyOf(errors);
    }

    public static Invalid field(String pointer, String detail) {
      return new Invalid(List.of(new FieldError(pointer, detail)));
    }

    @Override
    public String code() {
      return "invalid_request";
    }
  }

  /** No token, or none that can be trusted; the reason is for the caller's developer. */
  record Unauthenticated(String reason) implements Failure {
    @Override
    public String code() {
      return "unauthenticated";
    }
  }

  /** The caller is known and may not do this. Said alike whether the thing exists or not. */
  record Forbidden() implements Failure {
    @Override
    public String code() {
      return "forbidden";
    }
  }

  /** Nothing of this type has this id. */
  record NotFound(String type, String id) implements Failure {
    @Override
    public String code() {
      return type + "_not_found";
    }
  }

  /** A business rule says no; the reason is one of the stable words of the product. */
  record Refused(String reason, String detail) implements Failure {
    @Override
    public String code() {
      return reason;
    }
  }

  /** There is one already, and there can be only one; told to those who may see it. */
  record Exists(Resource resource) implements Failure {
    @Override
    public String code() {
      return resource.type() + "_exists";
    }
  }

  /** The state machine of the resource has no such edge from where the resource stands. */
  record IllegalTransition(Resource resource, String action) implements Failure {
    @Override
    public String code() {
      return resource.type() + "_already_" + resource.status();
    }
  }

  /** A configured limit is used up. */
  record LimitReached(String name, int limit) implements Failure {
    @Override
    public String code() {
      return name + "_limit_reached";
    }
  }

  /** A change has to name the version it was made of, or it could undo another unseen. */
  record PreconditionRequired() implements Failure {
    @Override
    public String code() {
      return "precondition_required";
    }
  }

  /** Somebody else has changed the thing since the caller saw it. */
  record PreconditionFailed(Resource resource) implements Failure {
    @Override
    public String code() {
      return "precondition_failed";
    }
  }

  /** The Idempotency-Key named another request before: another body, or another operation. */
  record KeyReused() implements Failure {
    @Override
    public String code() {
      return "idempotency_key_reused";
    }
  }

  /** Too many requests from this caller; try again after the time given. */
  record RateLimited(Duration retryAfter) implements Failure {
    @Override
    public String code() {
      return "rate_limited";
    }
  }

  /** Something the service depends on does not answer; nothing was changed. */
  record Unavailable(String dependency) implements Failure {
    @Override
    public String code() {
      return "temporarily_unavailable";
    }
  }

  /**
   * One broken place in a request.
   *
   * @param pointer a JSON pointer into the body (RFC 6901), or the name of a parameter
   * @param detail what is expected there, in words
   */
  record FieldError(String pointer, String detail) {}

  /** The thing that a refusal is about, as it stands now. */
  record Resource(String type, String id, String status) {}
}
