/** Operations on what affiliates have, and the proof that it adds up. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http.money;
