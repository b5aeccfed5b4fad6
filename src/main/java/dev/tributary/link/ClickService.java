package dev.tributary.link;

import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.platform.Database;
import dev.tributary.platform.NewId;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.util.Optional;

/**
 * Tracks visits of links. A click that it has answered is committed; it never decides what a click
 * earns.
 */
public final class ClickService {
  private static final int PARTITION_DAYS_AHEAD = 7;

  private final Database database;
  private final SettingsService settings;
  private final CodeCache codes;
  private final ClickBatcher batcher;

  public ClickService(Database database, SettingsService settings) {
    this.database = database;
    this.settings = settings;
    this.codes = new CodeCache(code -> LinkStore.findOwner(database.client(), code));
    this.batcher = new ClickBatcher(database);
  }

  /**
   * A click that is stored.
   *
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
   * @return fails with {@code code_not_found}, or {@code Unavailable} when nothing was stored
   */
  public Future<Tracked> track(String code, Click.Origin origin) {
    return active(code).compose(owner -> track(owner, origin));
  }

  private Future<Tracked> track(CodeOwner owner, Click.Origin origin) {
    var click = new Click(new ClickId(NewId.next()), owner.code(), null, origin);
    var window = settings.current().attribution().window();
    var tracked =
        new Tracked(click.id(), click.counted(), destinationOf(owner), window.toSeconds());
    return batcher.add(click).map(tracked);
  }

  private Future<CodeOwner> active(String code) {
    return codes
        .find(code)
        .map(
            found ->
                found
                    .filter(owner -> owner.active() && owner.affiliateActive())
                    .orElseThrow(() -> new Refusal(new Failure.NotFound("code", code))));
  }

  private String destinationOf(CodeOwner owner) {
    return owner.destinationUrl().isEmpty()
        ? settings.current().defaultDestinationUrl()
        : owner.destinationUrl();
  }

  /** Makes room for the clicks of the coming week. */
  public Future<Void> createPartitions() {
    return ClickStore.createPartitions(database.client(), PARTITION_DAYS_AHEAD);
  }

  /** The code and its owner as they are now, for a decision in the caller's transaction. */
  public Future<Optional<CodeOwner>> findOwner(SqlClient tx, String code) {
    return LinkStore.findOwner(tx, code);
  }

  /** What a click says about who sent the visitor. */
  public record Sender(Optional<CodeOwner> owner, boolean insideWindow) {}

  /** Who sent the visitor of this click; empty when there is no such click. */
  public Future<Optional<Sender>> findSender(SqlClient tx, ClickId id, Duration window) {
    return ClickStore.findCode(tx, id, window.toSeconds())
        .compose(
            visited ->
                visited.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : LinkStore.findOwner(tx, visited.get().code())
                        .map(owner -> sender(owner, visited.get())));
  }

  private static Optional<Sender> sender(Optional<CodeOwner> owner, ClickStore.Visited visited) {
    return Optional.of(new Sender(owner, visited.insideWindow()));
  }
}
