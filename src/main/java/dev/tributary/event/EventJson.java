package dev.tributary.event;

import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.event.InboundEvent.UserRegistered;
import dev.tributary.kernel.Failure.Invalid;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.JsonFields;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads events from JSON: CloudEvents 1.0 in structured mode, and the bare bodies of the host's
 * queues. Unknown fields are refused, because a misspelt {@code tax_amount} would cost money; a
 * host puts what is its own under {@code metadata}.
 */
public final class EventJson {
  /** CloudEvents 1.0 asks for short ones; a message id of AMQP has at most as many bytes. */
  private static final int MAX_EVENT_ID = 255;

  private static final int MAX_BUSINESS_ID = 128;
  private static final int MAX_WORD = 64;
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private EventJson() {}

  /**
   * Checks a CloudEvent with its data.
   *
   * @param pointer where the event stands in the body
   */
  public static Envelope cloudEvent(String pointer, JsonObject event) {
    var fields = new JsonFields(pointer, event);
    if (!fields.text("specversion", 3).equals("1.0")) {
      fields.mistake("specversion", "expected \"1.0\"");
    }
    var source = fields.text("source", MAX_EVENT_ID);
    var id = fields.text("id", MAX_EVENT_ID);
    var type = fields.text("type", MAX_WORD);
    // CloudEvents lets a sender add context attributes; they carry nothing for us.
    fields.ignore(event.fieldNames().toArray(String[]::new));
    if (!(event.getValue("data") instanceof JsonObject data)) {
      fields.mistake("data", "expected an object");
      fields.finish();
      throw new Refusal(Invalid.field(pointer + "/data", "expected an object"));
    }
    fields.finish();
    read(pointer + "/data", type, data);
    return new Envelope(source, id, type, data.encode());
  }

  /**
   * Checks a bare body from a queue whose name implies the type.
   *
   * @param messageId the id the broker carries, used when the body has no {@code event_id}
   */
  public static Envelope bare(String type, JsonObject data, Optional<String> messageId) {
    var event = read("", type, data);
    var id = Optional.ofNullable(data.getString("event_id")).or(() -> messageId);
    return new Envelope("amqp", id.orElseGet(() -> businessKey(event)), type, data.encode());
  }

  private static String businessKey(InboundEvent event) {
    return switch (event) {
      case UserRegistered registered -> UserRegistered.TYPE + "|" + registered.userId();
      case OrderPaid paid -> OrderPaid.TYPE + "|" + paid.orderId();
    };
  }

  /**
   * The event of this type, or a refusal that names every field that is wrong.
   *
   * @param pointer where the data stands in the body
   */
  public static InboundEvent read(String pointer, String type, JsonObject data) {
    var fields = new JsonFields(pointer, data);
    fields.optionalText("event_id", MAX_EVENT_ID);
    fields.ignore("metadata");
    var latest = Instant.now().plus(CLOCK_SKEW);
    var event =
        switch (type) {
          case UserRegistered.TYPE -> userRegistered(fields, latest);
          case OrderPaid.TYPE -> orderPaid(fields, latest);
          default ->
              throw new Refusal(
                  Invalid.field(
                      pointer.replaceFirst("/data$", "") + "/type",
                      "expected " + UserRegistered.TYPE + " or " + OrderPaid.TYPE));
        };
    fields.finish();
    return event;
  }

  private static UserRegistered userRegistered(JsonFields fields, Instant latest) {
    return new UserRegistered(
        fields.userId("user_id"),
        fields.optionalText("referral_code", MAX_WORD),
        fields.optionalText("coupon", MAX_WORD),
        fields.optionalText("click_id", MAX_WORD),
        fields.optionalTime("registered_at", latest));
  }

  private static OrderPaid orderPaid(JsonFields fields, Instant latest) {
    var currency = fields.currency("currency");
    var orderId = fields.text("order_id", MAX_BUSINESS_ID);
    var paid =
        new OrderPaid(
            orderId,
            fields.optionalText("invoice_id", MAX_BUSINESS_ID).orElse(orderId),
            fields.userId("user_id"),
            fields.optionalText("order_kind", MAX_WORD).orElse("product"),
            fields.optionalText("payment_method", MAX_WORD).orElse("unspecified"),
            fields.amount("amount", currency),
            fields.optionalAmount("tax_amount", currency),
            fields.optionalAmount("shipping_amount", currency),
            fields.optionalAmount("discount_amount", currency),
            fields.time("paid_at", latest));
    if (paid.tax().minor() + paid.shipping().minor() > paid.amount().minor()) {
      fields.mistake("amount", "expected at least tax_amount and shipping_amount together");
    }
    return paid;
  }
}
