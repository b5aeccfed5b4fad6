package dev.tributary;

import dev.tributary.event.DispatchService;
import dev.tributary.event.InboxService;
import dev.tributary.platform.Config;
import dev.tributary.platform.Database;
import dev.tributary.platform.Migrations;
import dev.tributary.platform.redis.RedisScript;
import dev.tributary.settings.SettingsService;
import io.vertx.core.Vertx;

/** Shows the benchmark the way of an event, put together as the service does it. */
public record EventParts(SettingsService settings, InboxService inbox, DispatchService dispatch) {
  public static EventParts of(Config config, Vertx vertx) {
    var role = Migrations.run(config.postgres());
    var database = Database.open(vertx, config.postgres(), role);
    var shared = new RedisScript(vertx, config.redisUrl());
    var services = new Services(config, vertx, database, shared);
    return new EventParts(services.settings, services.inbox, services.dispatch);
  }
}
