package dev.tributary.kernel;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do. {@code SYSTEM} is the service itself and never comes from a token. */
public enum Role {
  USER,
  REVIEWER,
  FINANCE,
  ADMIN,
  SERVICE,
  SYSTEM;

  /** The role a token names, or empty for a word that no token may use. */
  public static Optional<Role> ofToken(String name) {
    for (Role role : values()) {
      if (role != SYSTEM && role.wire().equals(name)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
