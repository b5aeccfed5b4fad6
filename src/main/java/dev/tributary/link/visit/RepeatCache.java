package dev.tributary.link.visit;

import dev.tributary.platform.redis.RedisScript;
import dev.tributary.platform.redis.RedisScript.Question;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.Optional;
import java.util.UUID;

/**
 * Remembers for an hour who was on which link, in Redis, for all instances. A first visit claims
 * the place and confirms it when its click is committed; until then nobody is pointed to a click
 * that may never come to be. Without Redis it knows nothing, and says so.
 */
public final class RepeatCache {
  private static final String PREFIX = "tributary:visit:";
  private static final char UNCONFIRMED = '?';

  /** A visitor's place on a link. */
  public record Place(String code, UUID visitor) {
    String key() {
      return PREFIX + code + ':' + visitor;
    }
  }

  /** What is known about a visit. */
  public sealed interface Answer {
    /** Nobody was here within the hour; the place is this visit's now. */
    record First() implements Answer {}

    /** The same visitor was here; {@code of} is their click, or empty when it is not committed. */
    record Repeat(Optional<UUID> of) implements Answer {}

    /** Redis is away. */
    record Unknown() implements Answer {}
  }

  private final RedisScript shared;

  public RepeatCache(RedisScript shared) {
    this.shared = shared;
  }

  /** Claims a place for a click; this future does not fail. */
  public Future<Answer> claim(Place place, UUID click) {
    return ask("claim", place, click).map(RepeatCache::answer).otherwise(new Answer.Unknown());
  }

  /** Tells that the click is committed. If that gets lost the place is free again in a moment. */
  public void confirm(Place place, UUID click) {
    ask("confirm", place, click).otherwiseEmpty();
  }

  /** Gives up a place whose click was not stored, so that the visitor's next try counts. */
  public void release(Place place, UUID click) {
    ask("release", place, click).otherwiseEmpty();
  }

  private Future<Response> ask(String action, Place place, UUID click) {
    return shared.ask(new Question(place.key(), action, click.toString()));
  }

  private static Answer answer(Response holder) {
    var text = holder.toString();
    if (text.isEmpty()) {
      return new Answer.First();
    }
    return new Answer.Repeat(
        text.charAt(0) == UNCONFIRMED ? Optional.empty() : Optional.of(UUID.fromString(text)));
  }
}
