package dev.tributary.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # role   | for itself | for another | staff
          USER     | true       | false       | false
          REVIEWER | true       | true        | true
          FINANCE  | true       | true        | true
          ADMIN    | true       | true        | true
          SERVICE  | true       | true        | false
          """)
  void eachRoleActsForWhomItMay(Role role, boolean itself, boolean another, boolean staff) {
    var actor = new Actor("u_1", Set.of(role));
    assertThat(actor.mayActFor("u_1")).isEqualTo(itself);
    assertThat(actor.mayActFor("u_2")).isEqualTo(another);
    assertThat(actor.isStaff()).isEqualTo(staff);
  }

  @Test
  void rolesAddUp() {
    var actor = new Actor("u_1", Set.of(Role.USER, Role.FINANCE));
    assertThat(actor.has(Role.USER)).isTrue();
    assertThat(actor.has(Role.FINANCE)).isTrue();
    assertThat(actor.has(Role.ADMIN)).isFalse();
  }

  @Test
  void rolesAreFixedOnceGiven() {
    var roles = EnumSet.of(Role.USER);
    var actor = new Actor("u_1", roles);
    roles.add(Role.ADMIN);
    assertThat(actor.has(Role.ADMIN)).isFalse();
    assertThatThrownBy(() -> actor.roles().add(Role.ADMIN))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYSTEM")
  void aTokenNamesARoleInLowerCase(Role role) {
    assertThat(Role.ofToken(role.wire())).contains(role);
  }

  @ParameterizedTest
  @ValueSource(strings = {"system", "SYSTEM", "Admin", "ADMIN", " admin", "root", ""})
  void noTokenMakesItsBearerTheServiceItself(String word) {
    assertThat(Role.ofToken(word)).isEmpty();
  }
}
