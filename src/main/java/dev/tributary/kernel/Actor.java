package dev.tributary.kernel;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who acts, and in which roles: the subject of a verified token, or the service itself.
 *
 * @param id the token's subject, a user id of the host system, or {@code system}
 * @param roles at least one
 */
public record Actor(String id, Set<Role> roles) {
  public static final Actor SYSTEM = new Actor("system", Set.of(Role.SYSTEM));

  private static final Pattern USER_ID = Pattern.compile("[!-~]{1,128}");

  public Actor {
    roles = Set.copyOf(roles);
  }

  /** Whether a text can be the id of a user: printable ASCII without spaces, at home in a path. */
  public static boolean isUserId(String text) {
    return USER_ID.matcher(text).matches();
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  /** Staff and the host's own services act for other users; a user only for themselves. */
  public boolean mayActFor(String userId) {
    return id.equals(userId) || has(Role.SERVICE) || isStaff();
  }

  public boolean isStaff() {
    return has(Role.REVIEWER) || has(Role.FINANCE) || has(Role.ADMIN);
  }
}
