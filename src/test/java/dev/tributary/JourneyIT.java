package dev.tributary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The journey of the README, as a stranger pastes it. */
class JourneyIT {
  private static Broker broker;
  private static App app;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker();
    app = App.start(broker.environment(TestServers.rabbitmqUrl()));
  }

  @AfterAll
  static void stop() throws Exception {
    app.closeAndForget();
    broker.close();
  }

  @Test
  void itLeadsFromALinkToMoneyAndASecondTimePaysNothingMore() throws Exception {
    var first = paste();
    assertThat(first.getFirst()).matches("[0-9A-Z]{8}");
    assertThat(told(first, "click_id")).contains("\"counted\":true");
    assertThat(first)
        .anyMatch(line -> line.startsWith("302 https://shop.example/p/1?tb_click=clk_"));
    assertThat(told(first, "referral\"")).contains("\"reason_code\":\"bound\"", "u_42");
    assertThat(told(first, "event_id")).contains("\"accepted\"");
    assertThat(first).contains("202");
    assertThat(told(first, "decisions")).contains("\"amount\":1000", "round_half_up");
    assertThat(told(first, "unique_clicks"))
        .contains("\"clicks\":2,\"unique_clicks\":1", "\"qualified_referrals\":1");
    assertThat(first).filteredOn(line -> line.contains("\"total_revenue\":1000")).hasSize(2);

    var second = paste();
    assertThat(second.getFirst()).isEqualTo(first.getFirst());
    assertThat(told(second, "click_id")).contains("\"counted\":false");
    assertThat(told(second, "referral\"")).contains("\"reason_code\":\"already_bound\"");
    assertThat(told(second, "event_id")).contains("\"duplicate\"");
    assertThat(told(second, "unique_clicks")).contains("\"clicks\":4,\"unique_clicks\":1");
    assertThat(second).filteredOn(line -> line.contains("\"total_revenue\":1000")).hasSize(2);

    broker.send(broker.payments(), block("json"));
    App.eventually(() -> app.balance("u_7").getInteger("total_revenue"), total -> total == 2000);
  }

  private static String told(List<String> lines, String field) {
    return lines.stream().filter(line -> line.contains("\"" + field)).findFirst().orElse("");
  }

  private static List<String> paste() throws Exception {
    var here = "http://127.0.0.1:" + app.config().http().listen().port();
    var journey = block("sh").replace("http://localhost:8080", here);
    var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", journey);
    shell.environment().put("USER_TOKEN", app.user("u_7"));
    shell.environment().put("STAFF_TOKEN", app.staff());
    shell.environment().put("SHOP_TOKEN", app.shop());
    var process = shell.redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output.lines().toList();
  }

  /** The first block of this language below the heading of the journey. */
  private static String block(String language) {
    var readme = Repository.read("README.md");
    var journey = readme.substring(readme.indexOf("\n## From a link to money\n"));
    var block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(journey);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }
}
