package dev.tributary.link;

import dev.tributary.platform.Database;
import dev.tributary.platform.sql.GroupCommit;
import io.vertx.core.Future;

/** Writes clicks in groups, one commit for many, and answers each click after its commit. */
final class ClickBatcher {
  private final GroupCommit<Click, Click> groups;

  ClickBatcher(Database database) {
    groups =
        new GroupCommit<>(
            "clicks",
            click -> 1,
            clicks -> database.run(client -> ClickStore.insert(client, clicks)).map(clicks));
  }

  /**
   * Gives the click back when it is committed; fails with {@code Unavailable} if there is no room.
   */
  Future<Click> add(Click click) {
    return groups.add(click);
  }
}
