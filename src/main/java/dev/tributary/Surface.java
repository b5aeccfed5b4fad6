package dev.tributary;

import static java.util.Map.entry;

import dev.tributary.affiliate.AffiliateState;
import dev.tributary.commission.book.InvoiceCommissionState;
import dev.tributary.commission.book.OrderCommissionState;
import dev.tributary.http.Contract;
import dev.tributary.http.Docs;
import dev.tributary.http.Operation;
import dev.tributary.http.Routes;
import dev.tributary.http.access.Auth;
import dev.tributary.http.access.ClientAddress;
import dev.tributary.http.access.GuessLimit;
import dev.tributary.http.access.Limits;
import dev.tributary.http.access.Limits.Allowance;
import dev.tributary.http.affiliate.AffiliateApi;
import dev.tributary.http.affiliate.AffiliateReviewApi;
import dev.tributary.http.affiliate.CodeApi;
import dev.tributary.http.api.ClickApi;
import dev.tributary.http.api.EventApi;
import dev.tributary.http.api.ExplanationApi;
import dev.tributary.http.api.LinkApi;
import dev.tributary.http.api.LostClicks;
import dev.tributary.http.api.RedirectPolicy;
import dev.tributary.http.api.ReferralApi;
import dev.tributary.http.api.RewardApi;
import dev.tributary.http.api.StatsApi;
import dev.tributary.http.api.VisitReader;
import dev.tributary.http.api.staff.InspectApi;
import dev.tributary.http.money.LedgerApi;
import dev.tributary.http.money.ProofApi;
import dev.tributary.http.payout.BatchApi;
import dev.tributary.http.payout.PayoutApi;
import dev.tributary.http.payout.PayoutReviewApi;
import dev.tributary.http.review.InvoiceReviewApi;
import dev.tributary.http.review.OrderReviewApi;
import dev.tributary.http.settings.SettingsApi;
import dev.tributary.http.web.Embed;
import dev.tributary.link.visit.Countries;
import dev.tributary.payout.PayoutState.Action;
import dev.tributary.platform.Config;
import dev.tributary.platform.redis.RateLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/** The HTTP half of the composition: which operation of the contract is answered by whom. */
final class Surface {
  private final Config config;
  private final VisitReader visits;
  private final RedirectPolicy redirects;
  private final LostClicks lost;

  Surface(Config config, MeterRegistry metrics) {
    this.config = config;
    visits = new VisitReader(new Countries(config.clicks().countryDatabase()));
    redirects = new RedirectPolicy(config.publicUrl(), config.clicks());
    lost = new LostClicks(metrics);
  }

  Routes routes(Vertx vertx, Contract contract, RateLimiter limiter) {
    var addresses = new ClientAddress(config.http().trustedProxies());
    var limits = new Limits(limiter, addresses, allowance());
    var embed = new Embed(config.http().corsOrigins(), config.publicUrl(), config.demo());
    return new Routes(vertx, contract, new Auth(vertx, config.jwt()), limits, new Docs(), embed);
  }

  private Allowance allowance() {
    var limits = config.limits();
    return new Allowance(
        limit("visitor", limits.click()),
        limit("user", limits.user()),
        limit("trusted", limits.trusted()));
  }

  private static RateLimiter.Limit limit(String name, Config.Limit limit) {
    return new RateLimiter.Limit(name, limit.requests(), limit.per());
  }

  Map<String, Operation> operations(Services services, RateLimiter limiter) {
    var guesses = new GuessLimit(limiter, limit("unknown_code", config.limits().unknownCode()));
    var links = new LinkApi(services.links, config.publicUrl());
    var clicks = new ClickApi(services.clicks, visits, redirects, lost, guesses);
    var clickStats = new StatsApi(services.clickStats);
    var referrals = new ReferralApi(services.referrals, services.stats);
    var rewards = new RewardApi(services.rewards);
    var explanations = new ExplanationApi(services.explanations);
    var operations = new HashMap<>(moneyOperations(services));
    operations.putAll(payoutOperations(services));
    operations.putAll(affiliateOperations(services));
    operations.putAll(eventOperations(services));
    operations.putAll(reviewOperations(services));
    operations.putAll(settingsOperations(services));
    operations.putAll(
        Map.ofEntries(
            entry("generateLink", links::generateLink),
            entry("getLinkQr", links::getLinkQr),
            entry("followCode", clicks::followCode),
            entry("trackClick", clicks::trackClick),
            entry("getMyClicks", clickStats::getMyClicks),
            entry("verifyReferral", referrals::verifyReferral),
            entry("processReferral", referrals::verifyReferral),
            entry("getReferralStats", referrals::getReferralStats),
            entry("getRewards", rewards::getRewards),
            entry("claimReward", rewards::claimReward),
            entry("revokeReward", rewards::revokeReward),
            entry("explainOrder", explanations::explainOrder),
            entry("getDecision", explanations::getDecision)));
    return operations;
  }

  private static Map<String, Operation> moneyOperations(Services services) {
    var ledger = new LedgerApi(services.statements);
    var proofs = new ProofApi(services.proofs);
    return Map.of(
        "getMyBalance", ledger::getMyBalance,
        "listMyLedger", ledger::listMyLedger,
        "getMyStatement", ledger::getMyStatement,
        "runProofs", proofs::runProofs);
  }

  private static Map<String, Operation> eventOperations(Services services) {
    var events = new EventApi(services.inbox);
    var inspection = new InspectApi(services.inspection, services.reruns);
    return Map.of(
        "ingestEvents", events::ingestEvents,
        "listEvents", inspection::listEvents,
        "getEvent", inspection::getEvent,
        "retryEvent", inspection::retryEvent,
        "retryEvents", inspection::retryEvents,
        "discardEvent", inspection::discardEvent);
  }

  private static Map<String, Operation> reviewOperations(Services services) {
    var bulk = services.bulkRulings;
    var orders = new OrderReviewApi(services.review, services.rulings, bulk);
    var invoices = new InvoiceReviewApi(services.review, services.rulings, bulk);
    return Map.ofEntries(
        entry("listOrderCommissions", orders::listOrderCommissions),
        entry("getOrderCommission", orders::getOrderCommission),
        entry("changeOrderCommission", orders::changeOrderCommission),
        entry("decideOrderCommissions", orders::decideOrderCommissions),
        entry("approveOrderCommission", orders.decision(OrderCommissionState.Action.APPROVE)),
        entry("rejectOrderCommission", orders.decision(OrderCommissionState.Action.REJECT)),
        entry("cancelOrderCommission", orders.decision(OrderCommissionState.Action.CANCEL)),
        entry("unrejectOrderCommission", orders.decision(OrderCommissionState.Action.UNREJECT)),
        entry("listInvoiceCommissions", invoices::listInvoiceCommissions),
        entry("getInvoiceCommission", invoices::getInvoiceCommission),
        entry("decideInvoiceCommissions", invoices::decideInvoiceCommissions),
        entry("approveInvoiceCommission", invoices.decision(InvoiceCommissionState.Action.APPROVE)),
        entry("rejectInvoiceCommission", invoices.decision(InvoiceCommissionState.Action.REJECT)),
        entry(
            "unrejectInvoiceCommission", invoices.decision(InvoiceCommissionState.Action.UNREJECT)),
        entry("holdInvoiceCommission", invoices.decision(InvoiceCommissionState.Action.HOLD)),
        entry("releaseInvoiceCommission", invoices.decision(InvoiceCommissionState.Action.RELEASE)),
        entry(
            "reverseInvoiceCommission", invoices.decision(InvoiceCommissionState.Action.REVERSE)));
  }

  private static Map<String, Operation> settingsOperations(Services services) {
    var settings = new SettingsApi(services.settingsVersions);
    return Map.of(
        "getSettings", settings::getSettings,
        "putSettings", settings::putSettings,
        "listSettingsVersions", settings::listSettingsVersions,
        "getSettingsVersion", settings::getSettingsVersion);
  }

  private static Map<String, Operation> payoutOperations(Services services) {
    var own = new PayoutApi(services.payouts);
    var review = new PayoutReviewApi(services.payouts);
    var batches = new BatchApi(services.batches);
    return Map.ofEntries(
        entry("listMyPayouts", own::listMyPayouts),
        entry("requestPayout", own::requestPayout),
        entry("getMyPayout", own::getMyPayout),
        entry("cancelMyPayout", own::cancelMyPayout),
        entry("listPayouts", review::listPayouts),
        entry("getPayout", review::getPayout),
        entry("approvePayout", review.decision(Action.APPROVE)),
        entry("rejectPayout", review.decision(Action.REJECT)),
        entry("processPayout", review.decision(Action.PROCESS)),
        entry("payPayout", review.decision(Action.PAY)),
        entry("failPayout", review.decision(Action.FAIL)),
        entry("retryPayout", review.decision(Action.RETRY)),
        entry("cancelPayout", review.decision(Action.CANCEL)),
        entry("createPayoutBatch", batches::createPayoutBatch),
        entry("getPayoutBatch", batches::getPayoutBatch),
        entry("exportPayoutBatch", batches::exportPayoutBatch),
        entry("importPayoutResults", batches::importPayoutResults));
  }

  private Map<String, Operation> affiliateOperations(Services services) {
    var own = new AffiliateApi(services.affiliates, services.affiliateReview);
    var review =
        new AffiliateReviewApi(services.affiliates, services.affiliateReview, services.policies);
    var codes = new CodeApi(services.codes, config.publicUrl());
    return Map.ofEntries(
        entry("listMyCodes", codes::listMyCodes),
        entry("createMyCode", codes::createMyCode),
        entry("deactivateMyCode", codes::deactivateMyCode),
        entry("listAffiliateCodes", codes::listAffiliateCodes),
        entry("registerAffiliate", own::registerAffiliate),
        entry("getMyAffiliate", own::getMyAffiliate),
        entry("reapplyMyAffiliate", own::reapplyMyAffiliate),
        entry("listAffiliates", review::listAffiliates),
        entry("getAffiliate", review::getAffiliate),
        entry("changeAffiliate", review::changeAffiliate),
        entry("decideAffiliates", review::decideAffiliates),
        entry("approveAffiliate", review.decision(AffiliateState.Action.APPROVE)),
        entry("rejectAffiliate", review.decision(AffiliateState.Action.REJECT)),
        entry("revokeAffiliate", review.decision(AffiliateState.Action.REVOKE)),
        entry("reinstateAffiliate", review.decision(AffiliateState.Action.REINSTATE)));
  }
}
