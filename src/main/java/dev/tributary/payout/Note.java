package dev.tributary.payout;

import java.util.Optional;

/**
 * What somebody says about a step of a payout.
 *
 * @param reference what the money went out under, as whoever sent it knows it
 * @param reason why
 */
public record Note(Optional<String> reference, Optional<String> reason) {
  public static final Note NONE = new Note(Optional.empty(), Optional.empty());
}
