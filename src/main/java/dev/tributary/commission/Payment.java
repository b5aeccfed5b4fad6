package dev.tributary.commission;

import dev.tributary.commission.engine.Decision;
import dev.tributary.event.EventId;
import dev.tributary.event.InboundEvent.OrderPaid;
import dev.tributary.referral.Bond;
import dev.tributary.settings.Settings;
import java.util.Optional;

/** A paid order on its way through the decision: what was told, what is known, what was decided. */
record Payment(
    EventId event,
    OrderPaid order,
    Settings settings,
    Optional<Bond> bond,
    DecisionId id,
    Decision decision) {}
