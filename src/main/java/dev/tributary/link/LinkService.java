package dev.tributary.link;

import dev.tributary.affiliate.Affiliate;
import dev.tributary.affiliate.AffiliateId;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.kernel.Actor;
import dev.tributary.kernel.Failure;
import dev.tributary.kernel.Refusal;
import dev.tributary.kernel.Role;
import dev.tributary.kernel.StateTable;
import dev.tributary.platform.Database;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.util.Optional;

/** Makes links for affiliates. It never changes where a link leads, and never reuses a code. */
public final class LinkService {
  private static final int CODE_TRIES = 5;

  private final Database database;
  private final AffiliateService affiliates;
  private final SettingsService settings;
  private final SecureRandom random = new SecureRandom();

  public LinkService(Database database, AffiliateService affiliates, SettingsService settings) {
    this.database = database;
    this.affiliates = affiliates;
    this.settings = settings;
  }

  /** What came of a request for a link: an affiliate who may not have one yet has none. */
  private record Made(Affiliate affiliate, Optional<Link> link) {}

  /**
   * The user's link to a destination, made if there is none. A user who is no affiliate becomes one
   * by asking.
   *
   * @param destinationUrl empty for the default of the settings
   * @return fails with {@code Forbidden}, {@code Invalid} for a destination that is not allowed,
   *     {@code LimitReached} for too many codes, or {@code affiliate_pending} and the like
   */
  public Future<Link> generate(Actor actor, String userId, Optional<String> destinationUrl) {
    if (!actor.mayActFor(userId)) {
      return Future.failedFuture(new Refusal(new Failure.Forbidden()));
    }
    var destination = destinationUrl.orElse(settings.current().defaultDestinationUrl());
    requireAllowed(destination);
    // The registration is kept even when the answer is "not yet", so the refusal comes after it.
    return database.transaction(tx -> make(tx, actor, userId, destination)).map(LinkService::made);
  }

  /** Refuses a destination on a host that the settings do not allow. */
  public void requireAllowed(String destination) {
    if (!settings.current().allowsDestination(destination)) {
      throw new Refusal(
          Failure.Invalid.field("/destination_url", "expected an http(s) URL on an allowed host"));
    }
  }

  private Future<Made> make(SqlClient tx, Actor actor, String userId, String destination) {
    return affiliates
        .takeOrRegister(tx, userId, actor)
        .compose(
            affiliate ->
                affiliate.isActive()
                    ? findOrMake(tx, affiliate, destination)
                    : Future.succeededFuture(new Made(affiliate, Optional.empty())));
  }

  private Future<Made> findOrMake(SqlClient tx, Affiliate affiliate, String destination) {
    return LinkStore.findByDestination(tx, affiliate.id(), destination)
        .compose(
            link ->
                link.isPresent()
                    ? Future.succeededFuture(link.get())
                    : makeWithinLimit(tx, affiliate, destination))
        .map(link -> new Made(affiliate, Optional.of(link)));
  }

  private Future<Link> makeWithinLimit(SqlClient tx, Affiliate affiliate, String destination) {
    return requireRoom(tx, affiliate.id())
        .compose(room -> tryCodes(tx, affiliate, destination, CODE_TRIES));
  }

  /**
   * Fails with {@code LimitReached} unless the affiliate may have one more active code.
   *
   * @param tx a transaction that holds the affiliate's lock, so that the count stays right
   */
  public Future<Void> requireRoom(SqlClient tx, AffiliateId affiliate) {
    int limit = settings.current().maxCodes();
    return LinkStore.countActiveCodes(tx, affiliate)
        .compose(
            active ->
                active < limit
                    ? Future.succeededFuture()
                    : Future.failedFuture(new Refusal(new Failure.LimitReached("code", limit))));
  }

  private Future<Link> tryCodes(
      SqlClient tx, Affiliate affiliate, String destination, int triesLeft) {
    if (triesLeft == 0) {
      return Future.failedFuture(new IllegalStateException("every code tried was taken"));
    }
    var code = CodeText.generate(random::nextInt);
    return LinkStore.insertLink(tx, affiliate.id(), code, destination)
        .compose(
            link ->
                link.isPresent()
                    ? Future.succeededFuture(link.get())
                    : tryCodes(tx, affiliate, destination, triesLeft - 1));
  }

  private static Link made(Made made) {
    return made.link().orElseThrow(() -> notActive(made.affiliate()));
  }

  /** What an affiliate is told who may not hand anything out: {@code affiliate_pending}, say. */
  public static Refusal notActive(Affiliate affiliate) {
    var status = StateTable.word(affiliate.status());
    return new Refusal(
        new Failure.Refused(
            "affiliate_" + status, "The affiliate of this user is " + status + "."));
  }

  /**
   * A link of the caller; staff and services see anyone's.
   *
   * @return fails with {@code Forbidden} for somebody else's link and for one that does not exist,
   *     alike; those who may see all are told {@code link_not_found}
   */
  public Future<Link> get(Actor actor, String linkId) {
    var id = LinkId.parse(linkId);
    return id.isEmpty()
        ? Future.failedFuture(missing(actor, linkId))
        : database
            .run(client -> LinkStore.find(client, id.get()))
            .map(found -> found.filter(owned -> actor.mayActFor(owned.userId())))
            .map(found -> found.orElseThrow(() -> missing(actor, linkId)).link());
  }

  private static Refusal missing(Actor actor, String linkId) {
    boolean seesAll = actor.isStaff() || actor.has(Role.SERVICE);
    return new Refusal(seesAll ? new Failure.NotFound("link", linkId) : new Failure.Forbidden());
  }
}
