/** The codes of affiliates: made, listed and switched off by their owners. */
@org.jspecify.annotations.NullMarked
package dev.tributary.link.code;
