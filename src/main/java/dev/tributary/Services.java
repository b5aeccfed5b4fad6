package dev.tributary;

import dev.tributary.affiliate.AffiliateReviewService;
import dev.tributary.affiliate.AffiliateService;
import dev.tributary.affiliate.AffiliateStepService;
import dev.tributary.affiliate.PolicyService;
import dev.tributary.audit.AuditService;
import dev.tributary.commission.BookService;
import dev.tributary.commission.CommissionService;
import dev.tributary.commission.explain.ExplanationService;
import dev.tributary.commission.release.ReleaseService;
import dev.tributary.commission.review.BulkService;
import dev.tributary.commission.review.ReviewService;
import dev.tributary.commission.review.RulingService;
import dev.tributary.event.DispatchService;
import dev.tributary.event.InboxService;
import dev.tributary.event.OutboxService;
import dev.tributary.event.backlog.BacklogService;
import dev.tributary.event.inspect.InspectService;
import dev.tributary.event.inspect.RerunService;
import dev.tributary.kernel.Actor;
import dev.tributary.ledger.LedgerService;
import dev.tributary.ledger.statement.StatementService;
import dev.tributary.link.ClickService;
import dev.tributary.link.LinkService;
import dev.tributary.link.SenderService;
import dev.tributary.link.code.CodeService;
import dev.tributary.link.stats.ClickStatsService;
import dev.tributary.link.visit.RepeatCache;
import dev.tributary.link.visit.VisitorService;
import dev.tributary.payout.PayoutService;
import dev.tributary.payout.PayoutStepService;
import dev.tributary.payout.batch.BatchService;
import dev.tributary.platform.Config;
import dev.tributary.platform.Database;
import dev.tributary.platform.redis.RedisScript;
import dev.tributary.proof.ProofService;
import dev.tributary.referral.CandidateService;
import dev.tributary.referral.ReferralService;
import dev.tributary.referral.ReferralValidation;
import dev.tributary.referral.StatsService;
import dev.tributary.reward.RewardCalculation;
import dev.tributary.reward.RewardService;
import dev.tributary.settings.FirstSettings;
import dev.tributary.settings.FollowService;
import dev.tributary.settings.SettingsService;
import dev.tributary.settings.VersionService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Every service, constructed once: who needs whom. What a feature needs of one above it is a
 * function that is handed in here. Nothing else constructs a service.
 */
final class Services {
  final AuditService audit = new AuditService();
  final OutboxService outbox;
  final InboxService inbox;
  final SettingsService settings;
  final VersionService settingsVersions;
  final FollowService settingsFollower;
  final LedgerService ledger;
  final AffiliateService affiliates;
  final AffiliateReviewService affiliateReview;
  final PolicyService policies;
  final LinkService links;
  final CodeService codes;
  final VisitorService visitors;
  final ClickService clicks;
  final ClickStatsService clickStats;
  final ReferralService referrals;
  final StatsService stats;
  final RewardService rewards;
  final PayoutService payouts;
  final BatchService batches;
  final CommissionService commissions;
  final ReleaseService releases;
  final ReviewService review;
  final RulingService rulings;
  final BulkService bulkRulings;
  final StatementService statements;
  final ExplanationService explanations;
  final ProofService proofs;
  final DispatchService dispatch;
  final InspectService inspection;
  final RerunService reruns;
  final BacklogService backlogs;

  Services(Config config, Vertx vertx, Database database, RedisScript shared) {
    outbox = new OutboxService(database, Set.copyOf(config.notification().events()));
    inbox = new InboxService(database, vertx.eventBus());
    settings = new SettingsService(database, FirstSettings.of(config.program()));
    settingsVersions =
        new VersionService(
            database, settings, (tx, made) -> audit.note(tx, List.of(SettingsAudit.note(made))));
    settingsFollower = new FollowService(settings, shared);
    ledger = new LedgerService(database);
    var affiliateSteps = new AffiliateStepService(audit, outbox);
    affiliates = new AffiliateService(database, affiliateSteps, settings);
    affiliateReview = new AffiliateReviewService(database, affiliateSteps);
    policies = new PolicyService(database, audit);
    links = new LinkService(database, affiliates, settings);
    codes = new CodeService(database, affiliates, links, audit);
    visitors = new VisitorService(database);
    clicks = new ClickService(database, settings, visitors, new RepeatCache(shared));
    clickStats = new ClickStatsService(database, affiliates, config.clicks().retention());
    referrals = referrals(config, database);
    stats = new StatsService(database);
    rewards = rewards(config, database);
    var books = new BookService(inbox, referrals, settings);
    commissions = new CommissionService(books, ledger, audit, outbox, rewards::grant);
    releases = new ReleaseService(database, ledger, audit, outbox);
    review = new ReviewService(database);
    rulings = new RulingService(database, review, settings, ledger, audit, outbox);
    bulkRulings = new BulkService(database, rulings);
    var payoutSteps = new PayoutStepService(ledger, audit, outbox);
    payouts = new PayoutService(database, affiliates, settings, ledger, payoutSteps);
    batches = new BatchService(database, payoutSteps);
    statements = new StatementService(database, ledger, this::ownAccounts);
    explanations = new ExplanationService(database, affiliates);
    proofs = new ProofService(database, Machines.ALL);
    dispatch = dispatch(config, database);
    inspection = new InspectService(database);
    reruns =
        new RerunService(
            database, (tx, steps) -> audit.record(tx, EventAudit.changes(steps)), vertx.eventBus());
    backlogs = new BacklogService(database, config.events().outbox());
  }

  private ReferralService referrals(Config config, Database database) {
    var candidates = new CandidateService(new SenderService(), settings);
    var validation = ReferralValidation.named(config.strategies().referralValidation());
    return new ReferralService(database, candidates, audit, outbox, inbox, validation);
  }

  private RewardService rewards(Config config, Database database) {
    var calculation = RewardCalculation.named(config.strategies().rewardCalculation());
    return new RewardService(database, affiliates, audit, outbox, ledger, calculation);
  }

  private DispatchService dispatch(Config config, Database database) {
    return new DispatchService(
        database,
        referrals::onUserRegistered,
        commissions::onOrderEvents,
        config.events().waiting());
  }

  private Future<Optional<UUID>> ownAccounts(Actor actor) {
    return affiliates.find(actor.id()).map(found -> found.map(mine -> mine.id().value()));
  }
}
