package dev.tributary.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract against itself: what it shows is what it allows, and nothing is left out. */
class ContractTest {
  private static Vertx vertx;
  private static OpenAPIContract api;

  @BeforeAll
  static void load() {
    vertx = Vertx.vertx();
    api = Contract.load(vertx).await().api();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsAllowedByItsSchema() {
    return api.operations().stream()
        .flatMap(
            operation ->
                bodies(operation).flatMap(body -> examples(operation.getOperationId(), body)));
  }

  private static Stream<MediaType> bodies(Operation operation) {
    var request = Stream.ofNullable(operation.getRequestBody()).map(b -> b.getContent());
    var responses =
        responses(operation).fieldNames().stream()
            .filter(JsonSchema.EXCLUDE_ANNOTATIONS)
            .map(status -> operation.getResponse(Integer.parseInt(status)).getContent());
    return Stream.concat(request, responses).map(Map::values).flatMap(c -> c.stream());
  }

  private static JsonObject responses(Operation operation) {
    return operation.getOpenAPIModel().getJsonObject("responses");
  }

  private static Stream<DynamicTest> examples(String operation, MediaType body) {
    var examples = body.getOpenAPIModel().getJsonObject("examples");
    assertThat(examples).as("examples of " + operation).isNotNull();
    return examples.fieldNames().stream()
        .filter(JsonSchema.EXCLUDE_ANNOTATIONS)
        .map(
            name ->
                DynamicTest.dynamicTest(
                    operation + " " + name,
                    () ->
                        assertAllowed(
                            body.getSchema(),
                            requireNonNull(
                                plain(examples.getJsonObject(name).getValue("value"))))));
  }

  /** The library leaves notes of its own in every object, examples included. */
  private static JsonObject plain(JsonObject noted) {
    var plain = new JsonObject();
    noted.stream()
        .filter(JsonSchema.EXCLUDE_ANNOTATION_ENTRIES)
        .forEach(field -> plain.put(field.getKey(), plain(field.getValue())));
    return plain;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case JsonObject object -> plain(object);
      case JsonArray array -> new JsonArray(array.stream().map(ContractTest::plain).toList());
      case null, default -> value;
    };
  }

  private static void assertAllowed(JsonSchema schema, Object example) {
    var options =
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://")
            .setOutputFormat(OutputFormat.Basic);
    var result = api.getSchemaRepository().validator(schema, options, false).validate(example);
    assertThat(result.getValid()).as(example + ": " + result.getErrors()).isTrue();
  }

  @Test
  void everyOperationIsDescribedAndNamesItsRefusals() {
    for (var operation : api.operations()) {
      var model = operation.getOpenAPIModel();
      assertThat(model.getString("summary")).as(operation.getOperationId()).isNotBlank();
      assertThat(model.getString("description")).as(operation.getOperationId()).isNotBlank();
      assertThat(operation.getTags()).as(operation.getOperationId()).hasSize(1);
      assertThat(responses(operation).fieldNames())
          .as(operation.getOperationId())
          .containsAll(refusals(operation));
    }
  }

  private static Set<String> refusals(Operation operation) {
    var expected = new TreeSet<>(Set.of("400", "429", "503"));
    if (!operation.getSecurityRequirements().isEmpty()) {
      expected.add("401");
      // What is the caller's own by its path cannot be somebody else's.
      if (!operation.getOpenAPIPath().startsWith("/v1/me/")) {
        expected.add("403");
      }
    }
    if (operation.getRequestBody() != null) {
      expected.addAll(Set.of("413", "415"));
    }
    return expected;
  }
}
