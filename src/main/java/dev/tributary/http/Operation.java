package dev.tributary.http;

import io.vertx.core.Future;

/**
 * The code behind one operationId of {@code openapi.yaml}. By the time it runs, the caller is known
 * and the request matches the contract; it parses what is left, calls one service method and
 * renders the result. A refusal leaves it as a failed future or is thrown, never as an answer.
 */
@FunctionalInterface
public interface Operation {
  Future<Answer> answer(Call call);
}
