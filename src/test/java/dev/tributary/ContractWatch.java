package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.http.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.util.HashMap;

/** Holds every answer of the service to {@code openapi.yaml}: status, media type and body. */
final class ContractWatch {
  private final OpenAPIContract api;
  private final ResponseValidator validator;

  ContractWatch(Vertx vertx) {
    api = Contract.load(vertx).await().api();
    validator = ResponseValidator.create(vertx, api);
  }

  /** Returns the answer when the contract has it for this request. */
  HttpResponse<Buffer> check(String method, String path, HttpResponse<Buffer> answer) {
    var operation = api.findOperation(path.split("\\?", 2)[0], HttpMethod.valueOf(method));
    if (operation == null) {
      return answer;
    }
    var told = method + " " + path + " answered " + answer.statusCode() + answer.bodyAsString();
    assertThat(answer.statusCode()).as(told).isNotEqualTo(500);
    if (answer.statusCode() >= 400) {
      assertThat(answer.getHeader("Content-Type")).as(told).isEqualTo("application/problem+json");
    }
    var headers = new HashMap<String, String>();
    // The validator takes a header that opens with a quote for JSON, so it is given JSON.
    answer.headers().forEach((name, value) -> headers.put(name, asJson(value)));
    // The model knows problems as plain JSON; see Contract.
    var response =
        answer.body() == null
            ? ValidatableResponse.create(answer.statusCode(), headers)
            : ValidatableResponse.create(
                answer.statusCode(), headers, answer.body(), "application/json");
    try {
      validator.validate(response, operation.getOperationId()).await();
    } catch (RuntimeException e) {
      throw new AssertionError(told + ", which is not in the contract", e);
    }
    return answer;
  }

  private static String asJson(String header) {
    return header.startsWith("\"") ? Json.encode(header) : header;
  }
}
