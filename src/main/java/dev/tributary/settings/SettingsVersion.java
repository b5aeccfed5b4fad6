package dev.tributary.settings;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of the settings and where it came from.
 *
 * @param effectiveAt from when on it is in force, until a later version is
 * @param before the version before this one
 * @param latest the number of the latest version, whether it is in force yet or not
 */
public record SettingsVersion(
    Settings settings,
    Instant effectiveAt,
    String createdBy,
    Instant createdAt,
    Optional<Settings> before,
    int latest) {}
