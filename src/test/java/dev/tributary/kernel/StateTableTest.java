package dev.tributary.kernel;

import static dev.tributary.kernel.StateTableTest.Lamp.BROKEN;
import static dev.tributary.kernel.StateTableTest.Lamp.OFF;
import static dev.tributary.kernel.StateTableTest.Lamp.ON;
import static dev.tributary.kernel.StateTableTest.Press.SMASH;
import static dev.tributary.kernel.StateTableTest.Press.SWITCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateTableTest {
  enum Lamp {
    OFF,
    ON,
    BROKEN
  }

  enum Press {
    SWITCH,
    SMASH
  }

  private static final StateTable<Lamp, Press> TABLE =
      StateTable.<Lamp, Press>of("lamp")
          .on(OFF, SWITCH, ON, Role.USER)
          .on(ON, SWITCH, OFF, Role.USER)
          .on(ON, SMASH, BROKEN, Role.ADMIN, Role.SYSTEM)
          .build();

  /** The whole grid, state by action by role; {@code -} is a forbidden edge, {@code x} none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OFF    | SWITCH | ON     | -      | -
          OFF    | SMASH  | x      | x      | x
          ON     | SWITCH | OFF    | -      | -
          ON     | SMASH  | -      | BROKEN | BROKEN
          BROKEN | SWITCH | x      | x      | x
          BROKEN | SMASH  | x      | x      | x
          """)
  void onlyTheEdgesOfTheTableHappen(
      Lamp from, Press action, String user, String admin, String system) {
    assertThat(outcome(from, action, Role.USER)).isEqualTo(user);
    assertThat(outcome(from, action, Role.ADMIN)).isEqualTo(admin);
    assertThat(outcome(from, action, Role.SYSTEM)).isEqualTo(system);
  }

  private static String outcome(Lamp from, Press action, Role role) {
    try {
      return TABLE.next("lmp_1", from, action, actor(role)).name();
    } catch (Refusal refusal) {
      return switch (refusal.failure()) {
        case Failure.Forbidden() -> "-";
        case Failure.IllegalTransition _ -> "x";
        case Failure other -> other.code();
      };
    }
  }

  @Test
  void aRefusalNamesTheResourceAsItStands() {
    var resource = new Failure.Resource("lamp", "lmp_1", "broken");
    assertThatThrownBy(() -> TABLE.next("lmp_1", BROKEN, SWITCH, Actor.SYSTEM))
        .asInstanceOf(type(Refusal.class))
        .extracting(Refusal::failure)
        .isEqualTo(new Failure.IllegalTransition(resource, "switch"))
        .extracting(Failure::code)
        .isEqualTo("lamp_already_broken");
  }

  @Test
  void oneOfSeveralRolesIsEnough() {
    var both = new Actor("u_1", Set.of(Role.USER, Role.ADMIN));
    assertThat(TABLE.next("lmp_1", ON, SMASH, both)).isEqualTo(BROKEN);
  }

  @Test
  void edgesKeepTheOrderInWhichTheyWereWritten() {
    assertThat(TABLE.machine()).isEqualTo("lamp");
    assertThat(TABLE.edges()).extracting(StateTable.Edge::to).containsExactly(ON, OFF, BROKEN);
  }

  private static Actor actor(Role role) {
    return new Actor("u_1", Set.of(role));
  }
}
