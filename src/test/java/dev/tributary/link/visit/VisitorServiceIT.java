package dev.tributary.link.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import dev.tributary.platform.Config;
import dev.tributary.platform.Database;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For how long, and by how much of them, a visitor is recognised. */
class VisitorServiceIT {
  private static App app;
  private static Vertx vertx;
  private static Database database;
  private static VisitorService one;
  private static VisitorService two;

  @BeforeAll
  static void start() {
    app = App.start();
    vertx = Vertx.vertx();
    database = Database.open(vertx, new Config.Postgres(app.config().postgres().url(), "", 1), "");
    one = new VisitorService(database);
    two = new VisitorService(database);
    one.refreshKey().await();
    two.refreshKey().await();
  }

  @AfterAll
  static void stop() {
    database.close().await();
    vertx.close().await();
    app.closeAndForget();
  }

  private static Visit visit(String address, String userAgent) {
    return new Visit(InetAddress.ofLiteral(address), userAgent, "", "", false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          198.51.100.7      | Firefox    | 198.51.100.7        | Firefox | true
          198.51.100.7      | Firefox    | 198.51.100.250      | Firefox | true
          198.51.100.7      | Firefox    | 198.51.101.7        | Firefox | false
          198.51.100.7      | Firefox    | 198.51.100.7        | Chrome  | false
          2001:db8:7:1::1   | Firefox    | 2001:db8:7:ffff::9  | Firefox | true
          2001:db8:7:1::1   | Firefox    | 2001:db8:8:1::1     | Firefox | false
          ::ffff:192.0.2.1  | Firefox    | 192.0.2.99          | Firefox | true
          """)
  void oneNetworkAndUserAgentIsOneVisitorOnEveryInstance(
      String address, String userAgent, String otherAddress, String otherAgent, boolean same) {
    var here = one.hmac(visit(address, userAgent));
    assertThat(here.equals(two.hmac(visit(otherAddress, otherAgent)))).isEqualTo(same);
  }

  @Test
  void tomorrowNobodyIsRecognisedAndTheKeyOfTodayIsGone() {
    var visit = visit("198.51.100.7", "Firefox");
    var today = one.hmac(visit);
    one.refreshKey().await();
    assertThat(one.hmac(visit)).isEqualTo(today);

    var key = app.rows("SELECT key FROM visitor_key");
    app.execute("UPDATE visitor_key SET day = day - 1");
    one.refreshKey().await();
    assertThat(one.hmac(visit)).isNotEqualTo(today);
    two.refreshKey().await();
    assertThat(two.hmac(visit)).isEqualTo(one.hmac(visit));
    assertThat(app.rows("SELECT key FROM visitor_key")).hasSize(1).isNotEqualTo(key);
  }
}
