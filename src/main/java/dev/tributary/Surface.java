package dev.tributary;

import static java.util.Map.entry;

import dev.tributary.commission.ExplanationService;
import dev.tributary.event.InboxService;
import dev.tributary.http.Contract;
import dev.tributary.http.Docs;
import dev.tributary.http.Operation;
import dev.tributary.http.Routes;
import dev.tributary.http.access.Auth;
import dev.tributary.http.access.ClientAddress;
import dev.tributary.http.access.GuessLimit;
import dev.tributary.http.access.Limits;
import dev.tributary.http.access.Limits.Allowance;
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
import dev.tributary.http.web.Embed;
import dev.tributary.link.ClickService;
import dev.tributary.link.LinkService;
import dev.tributary.link.stats.ClickStatsService;
import dev.tributary.link.visit.Countries;
import dev.tributary.platform.Config;
import dev.tributary.platform.redis.RateLimiter;
import dev.tributary.referral.ReferralService;
import dev.tributary.referral.StatsService;
import dev.tributary.reward.RewardService;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
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

  /** Who answers. */
  record Services(
      LinkService links,
      ClickService clicks,
      ClickStatsService clickStats,
      ReferralService referrals,
      StatsService stats,
      RewardService rewards,
      InboxService inbox,
      ExplanationService explanations) {}

  Map<String, Operation> operations(Services services, RateLimiter limiter) {
    var guesses = new GuessLimit(limiter, limit("unknown_code", config.limits().unknownCode()));
    var links = new LinkApi(services.links(), config.publicUrl());
    var clicks = new ClickApi(services.clicks(), visits, redirects, lost, guesses);
    var clickStats = new StatsApi(services.clickStats());
    var referrals = new ReferralApi(services.referrals(), services.stats());
    var rewards = new RewardApi(services.rewards());
    var events = new EventApi(services.inbox());
    var explanations = new ExplanationApi(services.explanations());
    return Map.ofEntries(
        entry("generateLink", links::generateLink),
        entry("getLinkQr", links::getLinkQr),
        entry("followCode", clicks::followCode),
        entry("trackClick", clicks::trackClick),
        entry("getMyClicks", clickStats::getMyClicks),
        entry("verifyReferral", referrals::verifyReferral),
        entry("processReferral", referrals::verifyReferral),
        entry("ingestEvents", events::ingestEvents),
        entry("getReferralStats", referrals::getReferralStats),
        entry("getRewards", rewards::getRewards),
        entry("claimReward", rewards::claimReward),
        entry("revokeReward", rewards::revokeReward),
        entry("explainOrder", explanations::explainOrder));
  }
}
