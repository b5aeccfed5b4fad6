/** What the service stands on: configuration, connections, migrations, limits, health. */
@org.jspecify.annotations.NullMarked
package dev.tributary.platform;
