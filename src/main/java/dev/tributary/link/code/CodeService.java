package dev.tributary.link.code;

import dev.tributary.affiliate.Affiliate;
import dev.tributary.affiliate.AffiliateId;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.audit.AuditService;
import dev.tributary.audit.Note;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Cursor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Page;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.StateTable;
import dev.tributary.link.CodeText;
import dev.tributary.link.LinkService;
import dev.tributary.platform.Database;
import dev.tributary.platform.idempotency.Once;
import dev.tributary.platform.idempotency.Reply;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes codes for affiliates and switches them off. It never gives a code to somebody else, not
 * even one that is off: it is printed somewhere.
 */
public final class CodeService {
  private static final UUID BEFORE_ALL = new UUID(-1, -1);
  private static final int CODE_TRIES = 5;

  private final Database database;
  private final AffiliateService affiliates;
  private final LinkService links;
  private final AuditService audit;
  private final SecureRandom random = new SecureRandom();

  public CodeService(
      Database database, AffiliateService affiliates, LinkService links, AuditService audit) {
    this.database = database;
    this.affiliates = affiliates;
    this.links = links;
    this.audit = audit;
  }

  /** The caller's own codes, newest first; fails with {@code affiliate_not_found}. */
  public Future<Page<Code>> listOwn(Actor actor, Optional<String> cursor, int limit) {
    return affiliates.getOwn(actor).compose(mine -> list(mine.id(), cursor, limit));
  }

  /**
   * Somebody's codes, newest first; fails with {@code Forbidden} for all but staff, or with {@code
   * affiliate_not_found}.
   */
  public Future<Page<Code>> list(Actor actor, AffiliateId id, Optional<String> cursor, int limit) {
    return affiliates.get(actor, id).compose(theirs -> list(theirs.id(), cursor, limit));
  }

  private Future<Page<Code>> list(AffiliateId id, Optional<String> cursor, int limit) {
    var list = "codes of " + id;
    var before = cursor.map(text -> position(list, text)).orElse(BEFORE_ALL);
    return database
        .run(client -> CodeStore.list(client, id, before, limit + 1))
        .map(rows -> Page.of(rows, limit, last -> Cursor.of(list, last.id().toString())));
  }

  private static UUID position(String list, String cursor) {
    return Cursor.position(list, cursor)
        .map(UUID::fromString)
        .orElseThrow(() -> invalid("cursor", "expected next_cursor of this list"));
  }

  /**
   * Makes a code for the caller.
   *
   * @return fails with {@code affiliate_not_found}, {@code affiliate_pending} and the like, {@code
   *     Invalid}, {@code code_taken}, or {@code LimitReached} for too many active codes
   */
  public Future<Reply> create(Actor actor, CodeWish wish, Once<Code> once) {
    return check(wish)
        .compose(sound -> database.transaction(tx -> once.run(tx, () -> create(tx, actor, sound))));
  }

  private Future<CodeWish> check(CodeWish wish) {
    var objection = wish.objection();
    if (objection.isPresent()) {
      return Future.failedFuture(new Refusal(objection.get()));
    }
    wish.destinationUrl().ifPresent(links::requireAllowed);
    return Future.succeededFuture(wish);
  }

  /** The affiliate's lock is held from the count to the commit, so nothing overtakes the limit. */
  private Future<Code> create(SqlClient tx, Actor actor, CodeWish wish) {
    return affiliates
        .take(tx, actor.id())
        .map(found -> active(actor, found))
        .compose(mine -> links.requireRoom(tx, mine.id()).map(mine.id()))
        .compose(id -> insert(tx, id, wish))
        .compose(code -> note(tx, actor, code, "create"));
  }

  private static Affiliate active(Actor actor, Optional<Affiliate> found) {
    var mine = found.orElseThrow(() -> new Refusal(new Failure.NotFound("affiliate", actor.id())));
    if (!mine.isActive()) {
      throw LinkService.notActive(mine);
    }
    return mine;
  }

  private Future<Code> insert(SqlClient tx, AffiliateId id, CodeWish wish) {
    return wish.text().isEmpty()
        ? tryCodes(tx, id, wish, CODE_TRIES)
        : CodeStore.insert(
                tx, id, wish.kind(), CodeText.normalize(wish.text().get()), wish.destinationUrl())
            .map(made -> made.orElseThrow(CodeService::taken));
  }

  private Future<Code> tryCodes(SqlClient tx, AffiliateId id, CodeWish wish, int triesLeft) {
    if (triesLeft == 0) {
      return Future.failedFuture(new IllegalStateException("every code tried was taken"));
    }
    var text = CodeText.generate(random::nextInt);
    return CodeStore.insert(tx, id, wish.kind(), text, wish.destinationUrl())
        .compose(
            made ->
                made.isPresent()
                    ? Future.succeededFuture(made.get())
                    : tryCodes(tx, id, wish, triesLeft - 1));
  }

  private static Refusal taken() {
    return new Refusal(new Failure.Refused("code_taken", "The code is somebody's, or was."));
  }

  private Future<Code> note(SqlClient tx, Actor actor, Code code, String action) {
    var after =
        Map.<String, Object>of(
            "code", code.text(),
            "kind", StateTable.word(code.kind()),
            "active", code.isActive());
    return audit.note(tx, List.of(new Note("code", code.id(), action, after, actor))).map(code);
  }

  /**
   * Switches a code of the caller's off, for good; a code that is off stays off.
   *
   * @param text in any case
   * @return fails with {@code Forbidden} for any other code, whether there or not
   */
  public Future<Code> deactivate(Actor actor, String text) {
    var code = CodeText.normalize(text);
    return database.transaction(
        tx ->
            affiliates
                .take(tx, actor.id())
                .map(found -> found.orElseThrow(CodeService::forbidden))
                .compose(mine -> deactivate(tx, actor, mine.id(), code)));
  }

  private Future<Code> deactivate(SqlClient tx, Actor actor, AffiliateId id, String text) {
    return CodeStore.deactivate(tx, id, text)
        .compose(changed -> CodeStore.find(tx, id, text).map(found -> new Gone(changed, found)))
        .compose(
            gone ->
                gone.changed()
                    ? note(tx, actor, gone.code(), "deactivate")
                    : Future.succeededFuture(gone.code()));
  }

  /** A code that is off now, whether or not this call did it. */
  private record Gone(boolean changed, Optional<Code> found) {
    Code code() {
      return found.orElseThrow(CodeService::forbidden);
    }
  }

  private static Refusal forbidden() {
    return new Refusal(new Failure.Forbidden());
  }

  private static Refusal invalid(String pointer, String detail) {
    return new Refusal(Failure.Invalid.field(pointer, detail));
  }
}
