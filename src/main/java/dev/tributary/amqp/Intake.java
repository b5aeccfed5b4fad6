package dev.tributary.amqp;

import dev.tributary.event.Envelope;
import dev.tributary.event.EventJson;
import dev.tributary.event.InboxService;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Brings one message into the inbox. Its future succeeds when the message is committed, as an event
 * or, when it is none, as a dead row with the reason; only then may the message be acknowledged.
 */
final class Intake {
  private static final int MAX_RAW = 16 * 1024;
  private static final String NUL = "\u0000";

  private final InboxService inbox;

  Intake(InboxService inbox) {
    this.inbox = inbox;
  }

  /**
   * Takes a message.
   *
   * @param bareType what a body without an envelope means on the queue it came from
   */
  Future<Void> take(String bareType, Optional<String> messageId, Buffer body) {
    return Future.succeededFuture(body)
        .map(bytes -> envelope(bareType, messageId, bytes))
        .compose(envelope -> inbox.accept(List.of(envelope)))
        .<Void>mapEmpty()
        .recover(fault -> park(bareType, messageId, body, fault));
  }

  private static Envelope envelope(String bareType, Optional<String> messageId, Buffer body) {
    var json = parse(body);
    return json.containsKey("specversion")
        ? EventJson.cloudEvent("", json)
        : EventJson.bare(bareType, json, messageId);
  }

  private static JsonObject parse(Buffer body) {
    try {
      var json = new JsonObject(body);
      if (isStorable(json.encode())) {
        return json;
      }
    } catch (DecodeException | ClassCastException e) {
      // Told below, in words for the person who looks at the dead event.
    }
    throw new Refusal(Failure.Invalid.field("", "expected a JSON object, of text in Unicode only"));
  }

  /** PostgreSQL keeps neither NUL nor half of a surrogate pair, and would refuse for ever. */
  private static boolean isStorable(String json) {
    return !json.contains("\\u0000") && StandardCharsets.UTF_8.newEncoder().canEncode(json);
  }

  private Future<Void> park(
      String bareType, Optional<String> messageId, Buffer body, Throwable fault) {
    return fault instanceof Refusal refusal && Verdict.of(refusal.failure()) == Verdict.PARK
        ? inbox.park(dead(bareType, messageId, body), reason(refusal.failure()))
        : Future.failedFuture(fault);
  }

  /** The digest keeps a second message of the same id, but another body, apart from the first. */
  private static Envelope dead(String bareType, Optional<String> messageId, Buffer body) {
    var text = body.toString(StandardCharsets.UTF_8).replace(NUL, "\uFFFD");
    var raw = new JsonObject().put("raw", text.substring(0, Math.min(text.length(), MAX_RAW)));
    var id = messageId.map(given -> given + "~").orElse("") + digest(body);
    return new Envelope("amqp:dead", id, bareType, raw.encode());
  }

  private static String reason(Failure failure) {
    return failure instanceof Failure.Invalid invalid
        ? invalid.code() + ": " + invalid.errors()
        : failure.code();
  }

  private static String digest(Buffer body) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
      return HexFormat.of().formatHex(sha256, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
