/** The program rules, read and changed by staff. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http.settings;
