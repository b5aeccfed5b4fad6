-- An event that cannot be decided yet names what it waits for, as in user:u_42 or invoice:INV-1.
ALTER TABLE inbound_event ADD COLUMN waits_for TEXT;
UPDATE inbound_event SET waits_for = 'user:' || user_id WHERE status = 'waiting';
DROP INDEX inbound_event_waiting_user;
-- By what it waits for, not by the status: no plan mistakes it for the index of what is due.
CREATE INDEX inbound_event_waiting ON inbound_event (waits_for) WHERE waits_for IS NOT NULL;
ALTER TABLE inbound_event ADD CONSTRAINT waiting_for_something
  CHECK ((status = 'waiting') = (waits_for IS NOT NULL));

-- An order can be paid in several payments: how and when it was paid belongs to each of them.
ALTER TABLE invoice_fact ADD COLUMN payment_method TEXT;
UPDATE invoice_fact i SET payment_method = o.payment_method FROM order_fact o
WHERE o.order_id = i.order_id;
ALTER TABLE invoice_fact ALTER COLUMN payment_method SET NOT NULL;
ALTER TABLE order_fact DROP COLUMN payment_method, DROP COLUMN paid_at;
ALTER TABLE order_fact ADD COLUMN cancelled_at TIMESTAMPTZ;
ALTER TABLE invoice_fact ADD FOREIGN KEY (order_id) REFERENCES order_fact;

-- Whether a payment counts towards what its order has earned; null until it is decided.
ALTER TABLE invoice_fact ADD COLUMN earns BOOLEAN;
UPDATE invoice_fact i
SET earns = EXISTS (SELECT FROM invoice_commission c WHERE c.invoice_id = i.invoice_id)
WHERE EXISTS (SELECT FROM inbound_event e WHERE e.id = i.event AND e.status = 'done');

CREATE TABLE refund_fact (
  refund_id    TEXT PRIMARY KEY,
  invoice_id   TEXT NOT NULL REFERENCES invoice_fact,
  event        UUID NOT NULL REFERENCES inbound_event (id),
  kind         TEXT NOT NULL CHECK (kind IN ('refund', 'chargeback')),
  amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
  currency     CHAR(3) NOT NULL,
  refunded_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX refund_fact_invoice ON refund_fact (invoice_id);

ALTER TABLE decision ADD COLUMN invoice_id TEXT;
ALTER TABLE decision DROP CONSTRAINT decision_outcome_check;
ALTER TABLE decision ADD CONSTRAINT decision_outcome_check
  CHECK (outcome IN ('commission', 'none', 'held', 'reversal')
         AND (outcome = 'reversal') = (amount_minor < 0));

-- Days between the approval and the release, as the settings had it when the payment was made.
ALTER TABLE invoice_commission ADD COLUMN hold_days INT NOT NULL DEFAULT 0 CHECK (hold_days >= 0);
ALTER TABLE invoice_commission ALTER COLUMN hold_days DROP DEFAULT;
CREATE INDEX invoice_commission_invoice ON invoice_commission (invoice_id);
