/** The operations of the contract, one class for each section of it. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http.api;
