/** What pages of other sites use: the embed script, their permission, a sample. */
@org.jspecify.annotations.NullMarked
package dev.tributary.http.web;
