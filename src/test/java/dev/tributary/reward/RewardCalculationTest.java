package dev.tributary.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.reward.RewardCalculation.Due;
import dev.tributary.settings.Prize;
import dev.tributary.settings.Settings.Milestone;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is due at a number of qualified referrals, by each calculation. */
class RewardCalculationTest {
  private static final List<Milestone> MILESTONES =
      List.of(new Milestone("Few", 2, Prize.BADGE), new Milestone("Some", 3, Prize.BADGE));

  @ParameterizedTest(name = "{0} -> {1}; {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # count | milestones                    | every_nth
          1       |                               |
          2       | milestone:few                 | milestone:few:2
          3       | milestone:few, milestone:some | milestone:some:3
          4       | milestone:few, milestone:some | milestone:few:4
          5       | milestone:few, milestone:some |
          6       | milestone:few, milestone:some | milestone:few:6, milestone:some:6
          """)
  void eachNumberBringsWhatItsCalculationSays(
      int count, @Nullable String milestones, @Nullable String everyNth) {
    assertThat(keys("milestones", count)).isEqualTo(milestones == null ? "" : milestones);
    assertThat(keys("every_nth", count)).isEqualTo(everyNth == null ? "" : everyNth);
  }

  private static String keys(String calculation, int count) {
    return RewardCalculation.named(calculation).due(count, MILESTONES).stream()
        .map(Due::key)
        .collect(Collectors.joining(", "));
  }
}
