/** People who may earn. */
@org.jspecify.annotations.NullMarked
package dev.tributary.affiliate;
