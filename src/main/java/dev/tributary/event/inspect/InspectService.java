package dev.tributary.event.inspect;

import dev.tributary.event.EventId;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Cursor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Page;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Database;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Shows staff what came in and what became of it. It changes nothing. */
public final class InspectService {
  /** The first page, too, is bounded by an id: without, a new table would be read and sorted. */
  private static final UUID BEFORE_ALL = new UUID(-1, -1);

  private static final int LOOKED_THROUGH = 20_000;

  private final Database database;

  public InspectService(Database database) {
    this.database = database;
  }

  /**
   * The events that pass the filter, newest first. By type or source alone a page looks through so
   * many events only: it may be short, even empty, and still have a next one.
   *
   * @param cursor where the page before ended; empty for the first
   * @return fails with {@code Forbidden}, or {@code Invalid} for a cursor of another list
   */
  public Future<Page<StoredEvent>> list(
      Actor actor, EventFilter filter, Optional<String> cursor, int limit) {
    requireStaff(actor);
    var list = "events " + filter;
    var before = cursor.map(text -> position(list, text)).orElse(BEFORE_ALL);
    var conditions = Conditions.of(filter).and("id <", before);
    return findFloor(filter, before).compose(floor -> list(list, conditions, floor, limit));
  }

  private Future<Optional<UUID>> findFloor(EventFilter filter, UUID before) {
    return filter.isSparse()
        ? database.run(
            client ->
                InspectStore.findFloor(
                    client, before, Conditions.smallestId(filter), LOOKED_THROUGH))
        : Future.succeededFuture(Optional.empty());
  }

  private Future<Page<StoredEvent>> list(
      String list, Conditions conditions, Optional<UUID> floor, int limit) {
    floor.ifPresent(id -> conditions.and("id >=", id));
    return database
        .run(client -> InspectStore.list(client, conditions, limit + 1))
        .map(rows -> Page.of(rows, limit, row -> cursor(list, row.id().value())))
        .map(page -> new Page<>(page.data(), page.next().or(() -> further(list, floor))));
  }

  private static Optional<String> further(String list, Optional<UUID> floor) {
    return floor.map(id -> cursor(list, id));
  }

  private static String cursor(String list, UUID id) {
    return Cursor.of(list, id.toString());
  }

  private static UUID position(String list, String cursor) {
    return Cursor.position(list, cursor)
        .map(UUID::fromString)
        .orElseThrow(
            () ->
                new Refusal(
                    Failure.Invalid.field(
                        "cursor", "expected next_cursor of this list with the same filter")));
  }

  /**
   * Everything that is known of an event.
   *
   * @return fails with {@code Forbidden} or {@code event_not_found}
   */
  public Future<EventFile> get(Actor actor, String id) {
    requireStaff(actor);
    return EventId.parse(id)
        .map(known -> get(known))
        .orElseGet(() -> Future.failedFuture(notFound(id)));
  }

  private Future<EventFile> get(EventId id) {
    var found = database.run(client -> InspectStore.find(client, id));
    var failures = database.run(client -> InspectStore.listFailures(client, id));
    var decisions = database.run(client -> InspectStore.listDecisions(client, id));
    var steps = database.run(client -> InspectStore.listSteps(client, id));
    return Future.all(found, failures, decisions, steps)
        .map(
            all -> {
              var row = found.result().orElseThrow(() -> notFound(id.toString()));
              return new EventFile(
                  row.event(),
                  row.payload(),
                  failures.result(),
                  decisions.result(),
                  steps.result());
            });
  }

  private static void requireStaff(Actor actor) {
    if (!actor.isStaff()) {
      throw new Refusal(new Failure.Forbidden());
    }
  }

  static Refusal notFound(String id) {
    return new Refusal(new Failure.NotFound("event", id));
  }
}
