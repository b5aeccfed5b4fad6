package dev.tributary.platform.sql;

import dev.tributary.platform.Database;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to what PostgreSQL tells on a channel (LISTEN, NOTIFY), over a connection of its own that
 * is made again whenever it is lost. What is told in a gap is gone, so the end of each gap is told.
 */
public final class Notifications implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
  private static final long RETRY_MS = 500;

  /** Takes what is told. */
  public interface Listener {
    void told(String payload);

    /** From here on everything is heard again; something may have been missed before. */
    void afterGap();
  }

  private final PgSubscriber subscriber;

  public Notifications(Vertx vertx, String postgresUrl, String channel, Listener listener) {
    subscriber = PgSubscriber.subscriber(vertx, Database.connectOptions(postgresUrl));
    subscriber.reconnectPolicy(retries -> RETRY_MS);
    subscriber
        .channel(channel)
        .subscribeHandler(done -> listener.afterGap())
        .handler(listener::told);
    subscriber.connect().onFailure(fault -> LOG.warn("Not listening yet: {}", fault.toString()));
  }

  @Override
  public void close() {
    subscriber.close().onFailure(fault -> LOG.debug("Was not connected", fault));
  }
}
