-- What people decide about events that the service gave up: put aside for good.
ALTER TABLE inbound_event
  DROP CONSTRAINT inbound_event_status_check,
  ADD CONSTRAINT inbound_event_status_check
    CHECK (status IN ('received', 'waiting', 'done', 'dead', 'discarded'));

-- Every attempt that failed. A retry by hand counts from one again, so the number is no key.
CREATE TABLE inbound_event_attempt (
  id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event   UUID NOT NULL REFERENCES inbound_event (id),
  attempt INT NOT NULL CHECK (attempt > 0),
  error   TEXT NOT NULL,
  at      TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX inbound_event_attempt_event ON inbound_event_attempt (event);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON inbound_event_attempt
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The list is in the order of the ids, which sort by the time of arrival: these give the rows of a
-- filter in that order. Types and sources have none: their indexes would cost each event more than
-- all of these together, and a page of them looks through a bounded stretch of the ids instead.
DROP INDEX inbound_event_dead;
DROP INDEX inbound_event_order;
CREATE INDEX inbound_event_order ON inbound_event (order_id, id) WHERE order_id IS NOT NULL;
CREATE INDEX inbound_event_user ON inbound_event (user_id, id) WHERE user_id IS NOT NULL;
CREATE INDEX inbound_event_open ON inbound_event (status, id) WHERE status <> 'done';

CREATE INDEX decision_event ON decision (event);

-- Published rows wait here for the day they are deleted.
CREATE INDEX outbox_published ON outbox (published_at) WHERE published_at IS NOT NULL;
