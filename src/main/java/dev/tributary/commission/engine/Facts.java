package dev.tributary.commission.engine;

import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.referral.Bond;
import java.util.Optional;

/**
 * Everything a commission decision may look at.
 *
 * @param duplicate true when another event has paid this order before
 */
public record Facts(OrderPaid order, Optional<Bond> bond, boolean duplicate) {}
