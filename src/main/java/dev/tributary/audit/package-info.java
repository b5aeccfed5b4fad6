/** Who did what: transitions and audit entries. */
@org.jspecify.annotations.NullMarked
package dev.tributary.audit;
