package dev.tributary.event;

import dev.tributary.event.InboundEvent.Invoice;
import dev.tributary.event.InboundEvent.InvoicePaid;
import dev.tributary.event.InboundEvent.Order;
import dev.tributary.event.InboundEvent.OrderCancelled;
import dev.tributary.event.InboundEvent.OrderCreated;
import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.event.InboundEvent.Refund;
import dev.tributary.event.InboundEvent.Refunded;
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
      case OrderCreated created -> OrderCreated.TYPE + "|" + created.order().orderId();
      case OrderPaid paid -> OrderPaid.TYPE + "|" + paid.order().orderId();
      case InvoicePaid paid -> InvoicePaid.TYPE + "|" + paid.invoice().invoiceId();
      case Refunded refunded ->
          refunded.refund().kind().type() + "|" + refunded.refund().refundId();
      case OrderCancelled cancelled -> OrderCancelled.TYPE + "|" + cancelled.orderId();
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
          case OrderCreated.TYPE -> new OrderCreated(order(fields, latest));
          case OrderPaid.TYPE -> orderPaid(fields, latest);
          case InvoicePaid.TYPE -> new InvoicePaid(invoice(fields, latest));
          case "invoice.refunded" -> refunded(fields, Refund.Kind.REFUND, latest);
          case "invoice.charged_back" -> refunded(fields, Refund.Kind.CHARGEBACK, latest);
          case OrderCancelled.TYPE -> orderCancelled(fields, latest);
          default -> throw new Refusal(unknownType(pointer));
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
    var order = order(fields, latest);
    var invoice =
        new Invoice(
            fields.optionalText("invoice_id", MAX_BUSINESS_ID).orElse(order.orderId()),
            order.orderId(),
            paymentMethod(fields),
            order.amount(),
            fields.time("paid_at", latest));
    return new OrderPaid(order, invoice);
  }

  private static Order order(JsonFields fields, Instant latest) {
    var currency = fields.currency("currency");
    fields.optionalTime("created_at", latest);
    var order =
        new Order(
            fields.text("order_id", MAX_BUSINESS_ID),
            fields.userId("user_id"),
            fields.optionalWord("order_kind", MAX_WORD).orElse("product"),
            fields.amount("amount", currency),
            fields.optionalAmount("tax_amount", currency),
            fields.optionalAmount("shipping_amount", currency),
            fields.optionalAmount("discount_amount", currency));
    if (order.tax().minor() + order.shipping().minor() > order.amount().minor()) {
      fields.mistake("amount", "expected at least tax_amount and shipping_amount together");
    }
    return order;
  }

  private static Invoice invoice(JsonFields fields, Instant latest) {
    return new Invoice(
        fields.text("invoice_id", MAX_BUSINESS_ID),
        fields.text("order_id", MAX_BUSINESS_ID),
        paymentMethod(fields),
        fields.amount("amount", fields.currency("currency")),
        fields.time("paid_at", latest));
  }

  private static String paymentMethod(JsonFields fields) {
    return fields.optionalWord("payment_method", MAX_WORD).orElse("unspecified");
  }

  private static Refunded refunded(JsonFields fields, Refund.Kind kind, Instant latest) {
    var amount = fields.amount("amount", fields.currency("currency"));
    if (!amount.isPositive()) {
      fields.mistake("amount", "expected more than zero");
    }
    return new Refunded(
        new Refund(
            kind,
            fields.text("refund_id", MAX_BUSINESS_ID),
            fields.text("invoice_id", MAX_BUSINESS_ID),
            amount,
            fields.time("refunded_at", latest)));
  }

  private static OrderCancelled orderCancelled(JsonFields fields, Instant latest) {
    return new OrderCancelled(
        fields.text("order_id", MAX_BUSINESS_ID), fields.time("cancelled_at", latest));
  }

  private static Invalid unknownType(String pointer) {
    return Invalid.field(
        pointer.replaceFirst("/data$", "") + "/type",
        "expected user.registered, order.created, order.paid, invoice.paid, invoice.refunded,"
            + " invoice.charged_back or order.cancelled");
  }
}
