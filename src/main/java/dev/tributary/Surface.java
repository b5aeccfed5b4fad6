package dev.tributary;

import dev.tributary.commission.ExplanationService;
import dev.tributary.event.InboxService;
import dev.tributary.http.Contract;
import dev.tributary.http.Docs;
import dev.tributary.http.Operation;
import dev.tributary.http.Routes;
import dev.tributary.http.access.Auth;
import dev.tributary.http.access.ClientAddress;
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
import dev.tributary.http.api.VisitReader;
import dev.tributary.link.ClickService;
import dev.tributary.link.LinkService;
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
    return new Routes(vertx, contract, new Auth(vertx, config.jwt()), limits, new Docs());
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

  Map<String, Operation> operations(
      LinkService links,
      ClickService clicks,
      ReferralService referrals,
      StatsService stats,
      RewardService rewards,
      InboxService inbox,
      ExplanationService explanations) {
    var linkApi = new LinkApi(links, config.publicUrl());
    var clickApi = new ClickApi(clicks, visits, redirects, lost);
    var referralApi = new ReferralApi(referrals, stats);
    var rewardApi = new RewardApi(rewards);
    var eventApi = new EventApi(inbox);
    var explanationApi = new ExplanationApi(explanations);
    return Map.of(
        "generateLink", linkApi::generateLink,
        "trackClick", clickApi::trackClick,
        "followCode", clickApi::followCode,
        "verifyReferral", referralApi::verifyReferral,
        "processReferral", referralApi::verifyReferral,
        "getReferralStats", referralApi::getReferralStats,
        "getRewards", rewardApi::getRewards,
        "claimReward", rewardApi::claimReward,
        "ingestEvents", eventApi::ingestEvents,
        "explainOrder", explanationApi::explainOrder);
  }
}
