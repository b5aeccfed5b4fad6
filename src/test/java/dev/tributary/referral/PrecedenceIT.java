package dev.tributary.referral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.App;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registration that names several inviters: coupon before code before click. */
class PrecedenceIT {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static App app;
  private static String coupon;
  private static String code;
  private static String click;

  @BeforeAll
  static void start() {
    app = App.start();
    coupon = app.link("of_coupon");
    code = app.link("of_code");
    var visit = new JsonObject().put("code", app.link("of_click"));
    click = app.post("/track-click", "", visit).bodyAsJsonObject().getString("click_id");
  }

  @AfterAll
  static void stop() {
    app.closeAndForget();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # coupon | code     | click | whose
          good     | good     | good  | of_coupon
                   | good     | good  | of_code
                   |          | good  | of_click
          AAAAAAAA | good     | good  | of_code
          AAAAAAAA | AAAAAAAA | good  | of_click
          """)
  void theFirstThatIsGoodBinds(
      @Nullable String byCoupon, @Nullable String byCode, @Nullable String byClick, String whose) {
    var user = "new_" + NEXT.incrementAndGet();
    var data = new JsonObject().put("user_id", user);
    put(data, "coupon", byCoupon, coupon);
    put(data, "referral_code", byCode, code);
    put(data, "click_id", byClick, click);
    app.report(user, "user.registered", data);
    var found = "SELECT affiliate_user_id FROM referral WHERE referred_user_id = '" + user + "'";
    var bond = App.eventually(() -> app.rows(found), rows -> !rows.isEmpty());
    assertThat(bond.getFirst()).containsExactly(whose);
    var withClick = "SELECT count(*) FROM referral WHERE click_id IS NOT NULL AND ";
    assertThat(app.number(withClick + "referred_user_id = '" + user + "'"))
        .isEqualTo(whose.equals("of_click") ? 1 : 0);
  }

  private static void put(JsonObject data, String name, @Nullable String given, String good) {
    if (given != null) {
      data.put(name, given.equals("good") ? good : given);
    }
  }
}
