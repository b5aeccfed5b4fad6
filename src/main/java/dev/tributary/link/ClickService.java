package dev.tributary.link;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.link.Click.Origin;
import dev.tributary.link.visit.RepeatCache;
import dev.tributary.link.visit.RepeatCache.Answer;
import dev.tributary.link.visit.RepeatCache.Place;
import dev.tributary.link.visit.Visit;
import dev.tributary.link.visit.VisitRules;
import dev.tributary.link.visit.VisitorService;
import dev.tributary.platform.Database;
import dev.tributary.platform.NewId;
import dev.tributary.platform.sql.Notifications;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Tracks visits of links. Every visit is kept, and counts when it is a person who was not here
 * within the hour; a click that has been answered is committed. What a click earns is not decided
 * here.
 */
public final class ClickService implements Notifications.Listener {
  private static final int PARTITION_DAYS_AHEAD = 7;

  private final Database database;
  private final SettingsService settings;
  private final VisitorService visitors;
  private final RepeatCache repeats;
  private final CodeCache codes;
  private final ClickBatcher batcher;

  public ClickService(
      Database database, SettingsService settings, VisitorService visitors, RepeatCache repeats) {
    this.database = database;
    this.settings = settings;
    this.visitors = visitors;
    this.repeats = repeats;
    this.codes = new CodeCache(code -> database.run(client -> LinkStore.findOwner(client, code)));
    this.batcher = new ClickBatcher(database);
  }

  /**
   * A click that is stored.
   *
   * @param id of this click, or of the one that it repeats
   * @param windowSeconds how long the click can still bind its visitor
   */
  public record Tracked(ClickId id, boolean counted, String destinationUrl, long windowSeconds) {}

  /**
   * Where a code leads.
   *
   * @return fails with {@code code_not_found}, also for a code that is not active any more
   */
  public Future<String> destination(String code) {
    return active(code).map(this::destinationOf);
  }

  /**
   * Stores a visit of a code.
   *
   * @param firstClick the click the visitor's cookie has had from the start, if any
   * @param admission nothing is stored before it succeeds
   * @return fails with {@code code_not_found}, or {@code Unavailable} when nothing was stored
   */
  public Future<Tracked> track(
      String code,
      Visit visit,
      Origin origin,
      Optional<ClickId> firstClick,
      Future<Void> admission) {
    return active(code).compose(owner -> track(owner, visit, origin, firstClick, admission));
  }

  private Future<Tracked> track(
      CodeOwner owner,
      Visit visit,
      Origin origin,
      Optional<ClickId> firstClick,
      Future<Void> admission) {
    var id = new ClickId(NewId.next());
    var visitor = visitors.hmac(visit);
    var first = firstClick.map(ClickId::value).orElse(null);
    var reason = VisitRules.reason(visit);
    if (reason.isPresent()) {
      var click = new Click(id, owner.code(), reason.get(), null, visitor, first, origin);
      return admission.compose(_ -> batcher.add(click)).map(_ -> tracked(owner, id, false));
    }
    var place = new Place(owner.code(), visitor);
    var draft = new Click(id, owner.code(), null, null, visitor, first, origin);
    var claim = repeats.claim(place, id.value());
    return admission.compose(_ -> claim).compose(answer -> keep(owner, place, draft, answer));
  }

  private Future<Tracked> keep(CodeOwner owner, Place place, Click draft, Answer answer) {
    return switch (answer) {
      case Answer.First _ ->
          batcher
              .add(draft.with(null, "first"))
              .onSuccess(_ -> repeats.confirm(place, draft.id().value()))
              .onFailure(fault -> release(place, draft, fault))
              .map(_ -> tracked(owner, draft.id(), true));
      case Answer.Repeat repeat ->
          batcher
              .add(draft.with("repeat", "repeat"))
              .map(_ -> repeat.of().map(ClickId::new).orElse(draft.id()))
              .map(id -> tracked(owner, id, false));
      case Answer.Unknown _ ->
          batcher.add(draft.with(null, "unknown")).map(_ -> tracked(owner, draft.id(), true));
    };
  }

  /** After a timeout the click may be stored all the same; then its place runs out by itself. */
  private void release(Place place, Click click, Throwable fault) {
    if (!(fault instanceof TimeoutException)) {
      repeats.release(place, click.id().value());
    }
  }

  private Tracked tracked(CodeOwner owner, ClickId id, boolean counted) {
    var window = settings.current().attribution().window();
    return new Tracked(id, counted, destinationOf(owner), window.toSeconds());
  }

  private Future<CodeOwner> active(String code) {
    return codes.find(code).map(found -> active(code, found));
  }

  private static CodeOwner active(String code, Optional<CodeOwner> found) {
    return found
        .filter(CodeOwner::leadsSomewhere)
        .orElseThrow(() -> new Refusal(new Failure.NotFound("code", code)));
  }

  private String destinationOf(CodeOwner owner) {
    return owner.destinationUrl().isEmpty()
        ? settings.current().defaultDestinationUrl()
        : owner.destinationUrl();
  }

  /** Where visitors go while it cannot be found out where their link leads. */
  public String defaultDestination() {
    return settings.current().defaultDestinationUrl();
  }

  /** A code was changed, by this instance or another. */
  @Override
  public void told(String code) {
    codes.forget(code);
  }

  @Override
  public void afterGap() {
    codes.forgetAll();
  }

  /** Makes room for the clicks of the coming week. */
  public Future<Void> createPartitions() {
    return database.run(client -> ClickStore.createPartitions(client, PARTITION_DAYS_AHEAD));
  }
}
