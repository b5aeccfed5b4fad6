package dev.tributary.settings;

import dev.tributary.platform.redis.RedisScript;
import dev.tributary.platform.redis.RedisScript.Question;
import dev.tributary.platform.sql.Notifications;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this instance at the version in force, and lets the host read it from Redis. What is in
 * Redis is a copy for others: it is never read here.
 */
public final class FollowService implements Notifications.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(FollowService.class);
  private static final String KEY = "affiliate";

  private final SettingsService settings;
  private final RedisScript shared;

  public FollowService(SettingsService settings, RedisScript shared) {
    this.settings = settings;
    this.shared = shared;
  }

  /**
   * Looks at the database once. The copy is written each time, so that it comes back by itself when
   * Redis has lost it, or when two instances wrote theirs in the wrong order.
   */
  public Future<Void> follow() {
    return settings.refresh().onSuccess(this::publish).mapEmpty();
  }

  private void publish(Settings current) {
    var copy = SettingsJson.write(current).put("version", current.version());
    shared.ask(new Question(KEY, "publish", copy.encode())).otherwiseEmpty();
  }

  /** There is a new version, made by this instance or another. */
  @Override
  public void told(String version) {
    follow().onFailure(fault -> LOG.debug("The next sweep will find it", fault));
  }

  @Override
  public void afterGap() {
    told("");
  }
}
