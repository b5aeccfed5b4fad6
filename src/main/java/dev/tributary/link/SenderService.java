package dev.tributary.link;

import dev.tributary.settings.Settings.Attribution;
import dev.tributary.settings.Settings.Attribution.Model;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Optional;

/** Finds out who sent a visitor, from a code or a click. It reads in the caller's transaction. */
public final class SenderService {
  /** What a click says about who sent the visitor. */
  public record Sender(Optional<CodeOwner> owner, boolean insideWindow) {}

  /** The code and its owner as they are now. */
  public Future<Optional<CodeOwner>> findOwner(SqlClient tx, String code) {
    return LinkStore.findOwner(tx, code);
  }

  /**
   * Who sent the visitor of this click; empty when there is no such click. Under first-click
   * attribution it is the click with which the visitor's window began, while that is inside it.
   */
  public Future<Optional<Sender>> findSender(SqlClient tx, ClickId id, Attribution rule) {
    long window = rule.window().toSeconds();
    return ClickStore.findClick(tx, id.value(), window)
        .compose(
            last ->
                last.isPresent()
                    ? decisive(tx, last.get(), rule).compose(click -> sender(tx, click))
                    : Future.succeededFuture(Optional.empty()));
  }

  private static Future<ClickStore.Visited> decisive(
      SqlClient tx, ClickStore.Visited last, Attribution rule) {
    if (rule.model() == Model.LAST_CLICK || last.firstClick() == null) {
      return Future.succeededFuture(last);
    }
    return ClickStore.findClick(tx, last.firstClick(), rule.window().toSeconds())
        .map(first -> first.filter(ClickStore.Visited::insideWindow).orElse(last));
  }

  private static Future<Optional<Sender>> sender(SqlClient tx, ClickStore.Visited click) {
    return LinkStore.findOwner(tx, click.code())
        .map(owner -> Optional.of(new Sender(owner, click.insideWindow())));
  }
}
