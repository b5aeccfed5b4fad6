-- The inbox: an event is accepted when its row is committed, whatever brought it here.
CREATE TABLE inbound_event (
  id              UUID NOT NULL UNIQUE,
  source          TEXT NOT NULL,
  event_id        TEXT NOT NULL,
  type            TEXT NOT NULL,
  payload         JSONB NOT NULL,
  user_id         TEXT GENERATED ALWAYS AS (payload ->> 'user_id') STORED,
  order_id        TEXT GENERATED ALWAYS AS (payload ->> 'order_id') STORED,
  status          TEXT NOT NULL CHECK (status IN ('received', 'waiting', 'done', 'dead')),
  reason          TEXT,
  attempts        INT NOT NULL DEFAULT 0,
  next_attempt_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  received_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
  finished_at     TIMESTAMPTZ,
  PRIMARY KEY (source, event_id)
);
CREATE INDEX inbound_event_due ON inbound_event (next_attempt_at, id) WHERE status IN ('received', 'waiting');
CREATE INDEX inbound_event_dead ON inbound_event (received_at) WHERE status = 'dead';
CREATE INDEX inbound_event_waiting_user ON inbound_event (user_id) WHERE status = 'waiting';
CREATE INDEX inbound_event_order ON inbound_event (order_id);

CREATE TABLE order_fact (
  order_id       TEXT PRIMARY KEY,
  event          UUID NOT NULL REFERENCES inbound_event (id),
  user_id        TEXT NOT NULL,
  order_kind     TEXT NOT NULL,
  payment_method TEXT NOT NULL,
  amount_minor   BIGINT NOT NULL CHECK (amount_minor >= 0),
  tax_minor      BIGINT NOT NULL CHECK (tax_minor >= 0),
  shipping_minor BIGINT NOT NULL CHECK (shipping_minor >= 0),
  discount_minor BIGINT NOT NULL CHECK (discount_minor >= 0),
  currency       CHAR(3) NOT NULL,
  paid_at        TIMESTAMPTZ NOT NULL
);
CREATE INDEX order_fact_user ON order_fact (user_id);

CREATE TABLE invoice_fact (
  invoice_id   TEXT PRIMARY KEY,
  order_id     TEXT NOT NULL,
  event        UUID NOT NULL REFERENCES inbound_event (id),
  amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
  currency     CHAR(3) NOT NULL,
  paid_at      TIMESTAMPTZ NOT NULL
);
CREATE INDEX invoice_fact_order ON invoice_fact (order_id);

CREATE TABLE decision (
  id               UUID PRIMARY KEY,
  event            UUID NOT NULL REFERENCES inbound_event (id),
  order_id         TEXT NOT NULL,
  affiliate_id     UUID REFERENCES affiliate,
  outcome          TEXT NOT NULL CHECK (outcome IN ('commission', 'none', 'held')),
  reason_code      TEXT NOT NULL,
  amount_minor     BIGINT NOT NULL,
  currency         CHAR(3) NOT NULL,
  settings_version INT NOT NULL REFERENCES settings_version,
  engine_version   TEXT NOT NULL,
  trace            JSONB NOT NULL,
  decided_at       TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX decision_order ON decision (order_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What the service tells the world: written with its cause, sent afterwards, at least once.
CREATE TABLE outbox (
  id              UUID PRIMARY KEY,
  type            TEXT NOT NULL,
  subject         TEXT NOT NULL,
  data            JSONB NOT NULL,
  attempts        INT NOT NULL DEFAULT 0,
  next_attempt_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
  published_at    TIMESTAMPTZ,
  routed          BOOLEAN
);
CREATE INDEX outbox_due ON outbox (next_attempt_at, id) WHERE published_at IS NULL;
