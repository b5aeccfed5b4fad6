package dev.tributary.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.kernel.Failure.FieldError;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class EventJsonTest {
  private static final String LONGEST =
      """
      # field    | longest | schema of the contract
      id         | 255     | EventId
      source     | 255     | EventId
      user_id    | 128     | UserId
      order_id   | 128     | BusinessId
      invoice_id | 128     | BusinessId
      """;

  private static JsonObject order(String field, String value) {
    var data =
        new JsonObject()
            .put("order_id", "ORD-1")
            .put("user_id", "ben")
            .put("amount", 100)
            .put("currency", "usd")
            .put("paid_at", "2026-05-01T10:00:00Z");
    var event =
        new JsonObject()
            .put("specversion", "1.0")
            .put("id", "1")
            .put("source", "/shop")
            .put("type", "order.paid")
            .put("data", data);
    (event.containsKey(field) ? event : data).put(field, value);
    return event;
  }

  private static List<String> mistakes(JsonObject event) {
    try {
      EventJson.cloudEvent("", event);
      return List.of();
    } catch (Refusal refusal) {
      return ((Invalid) refusal.failure()).errors().stream().map(FieldError::pointer).toList();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = LONGEST)
  void aTextIsAsLongAsTheContractSays(String field, int longest, String schema) throws IOException {
    assertThat(mistakes(order(field, "x".repeat(longest)))).isEmpty();
    assertThat(mistakes(order(field, "x".repeat(longest + 1)))).hasSize(1);
    assertThat(mistakes(order(field, ""))).hasSize(1);
    var contract = Files.readString(Path.of("openapi.yaml"));
    Map<String, Object> tree = new Yaml().load(contract);
    var schemas = new JsonObject(tree).getJsonObject("components").getJsonObject("schemas");
    assertThat(schemas.getJsonObject(schema).getInteger("maxLength")).isEqualTo(longest);
  }

  @Test
  void aCharacterOutsideTheBasicPlaneCountsOnce() {
    assertThat(mistakes(order("order_id", "𝄞".repeat(128)))).isEmpty();
    assertThat(mistakes(order("order_id", "𝄞".repeat(129)))).containsExactly("/data/order_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "é", "a\tb", " "})
  void aUserIdIsWhatAPathCanName(String id) {
    assertThat(mistakes(order("user_id", id))).containsExactly("/data/user_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026/7 b", "é"})
  void anOrderIdMayHoldWhateverPeopleCanRead(String id) {
    assertThat(mistakes(order("order_id", id))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\tb", "256"})
  void theIdOfABareBodyFollowsTheSameRule(String id) {
    var data = order("user_id", "ben").getJsonObject("data");
    data.put("event_id", id.equals("256") ? "x".repeat(256) : id);
    assertThatThrownBy(() -> EventJson.bare("order.paid", data, Optional.of("message-1")))
        .isInstanceOf(Refusal.class);
    data.remove("event_id");
    assertThat(EventJson.bare("order.paid", data, Optional.empty()).eventId())
        .isEqualTo("order.paid|ORD-1");
  }
}
