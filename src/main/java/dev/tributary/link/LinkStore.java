package dev.tributary.link;

import dev.tributary.affiliate.AffiliateId;
import dev.tributary.platform.NewId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The SQL of codes and links. */
final class LinkStore {
  private static final String FIND_BY_DESTINATION =
      """
      SELECT l.id, c.code, l.destination_url
      FROM code c JOIN link l ON l.code_id = c.id
      WHERE c.affiliate_id = $1 AND c.active AND l.destination_url = $2
      LIMIT 1
      """;

  // The caller holds the affiliate's row lock, so the count cannot be overtaken.
  private static final String COUNT_ACTIVE_CODES =
      "SELECT count(*)::int AS active FROM code WHERE affiliate_id = $1 AND active";

  private static final String INSERT_LINK =
      """
      WITH made AS (
        INSERT INTO code (id, code, affiliate_id, kind) VALUES ($1, $2, $3, 'invite')
        ON CONFLICT (code) DO NOTHING
        RETURNING id
      )
      INSERT INTO link (id, code_id, destination_url) SELECT $4, id, $5 FROM made
      RETURNING id
      """;

  static final String FIND_OWNER =
      """
      SELECT c.code, c.active, l.destination_url,
             coalesce(l.expires_at <= now(), false) AS expired, a.id AS affiliate_id, a.user_id,
             a.status = 'active' AS affiliate_active, a.can_invite
      FROM code c JOIN affiliate a ON a.id = c.affiliate_id LEFT JOIN link l ON l.code_id = c.id
      WHERE c.code = $1
      """;

  private static final String FIND =
      """
      SELECT l.id, c.code, l.destination_url, a.user_id
      FROM link l JOIN code c ON c.id = l.code_id JOIN affiliate a ON a.id = c.affiliate_id
      WHERE l.id = $1
      """;

  /** A link and the user it belongs to. */
  record Owned(Link link, String userId) {}

  private LinkStore() {}

  static Future<Optional<Owned>> find(SqlClient client, LinkId id) {
    return client
        .preparedQuery(FIND)
        .mapping(row -> new Owned(link(row), row.getString("user_id")))
        .execute(Tuple.of(id.value()))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  static Future<Optional<Link>> findByDestination(
      SqlClient tx, AffiliateId affiliate, String destinationUrl) {
    return tx.preparedQuery(FIND_BY_DESTINATION)
        .mapping(LinkStore::link)
        .execute(Tuple.of(affiliate.value(), destinationUrl))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  static Future<Integer> countActiveCodes(SqlClient tx, AffiliateId affiliate) {
    return tx.preparedQuery(COUNT_ACTIVE_CODES)
        .execute(Tuple.of(affiliate.value()))
        .map(rows -> rows.iterator().next().getInteger("active"));
  }

  /** Empty when the code is taken: nothing was written and the transaction is still good. */
  static Future<Optional<Link>> insertLink(
      SqlClient tx, AffiliateId affiliate, String code, String destinationUrl) {
    var id = new LinkId(NewId.next());
    return tx.preparedQuery(INSERT_LINK)
        .execute(Tuple.of(NewId.next(), code, affiliate.value(), id.value(), destinationUrl))
        .map(rows -> rows.size() == 0 ? empty() : Optional.of(new Link(id, code, destinationUrl)));
  }

  private static Optional<Link> empty() {
    return Optional.empty();
  }

  static Future<Optional<CodeOwner>> findOwner(SqlClient client, String code) {
    return client
        .preparedQuery(FIND_OWNER)
        .mapping(LinkStore::owner)
        .execute(Tuple.of(code))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private static Link link(Row row) {
    return new Link(
        new LinkId(row.getUUID("id")), row.getString("code"), row.getString("destination_url"));
  }

  private static CodeOwner owner(Row row) {
    var destination = row.getString("destination_url");
    return new CodeOwner(
        row.getString("code"),
        row.getBoolean("active"),
        destination == null ? "" : destination,
        row.getBoolean("expired"),
        new AffiliateId(row.getUUID("affiliate_id")),
        row.getString("user_id"),
        row.getBoolean("affiliate_active"),
        row.getBoolean("can_invite"));
  }
}
