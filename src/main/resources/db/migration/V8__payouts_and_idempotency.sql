-- What a request with an Idempotency-Key was answered: written in the transaction of its effect,
-- so that there is never the one without the other, and given again for a day.
CREATE TABLE idempotency_key (
  principal   TEXT NOT NULL,
  key         TEXT NOT NULL,
  operation   TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  -- Null only inside the transaction that makes the row.
  status      INT,
  response    BYTEA,
  created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
  PRIMARY KEY (principal, key)
) WITH (fillfactor = 50);
CREATE INDEX idempotency_key_age ON idempotency_key USING brin (created_at);

-- A frozen set of payouts that go out together.
CREATE TABLE payout_batch (
  id          UUID PRIMARY KEY,
  method      TEXT NOT NULL,
  currency    CHAR(3) NOT NULL,
  payouts     INT NOT NULL CHECK (payouts > 0),
  total_minor BIGINT NOT NULL CHECK (total_minor > 0),
  created_by  TEXT NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payout_batch
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE payout (
  id           UUID PRIMARY KEY,
  affiliate_id UUID NOT NULL REFERENCES affiliate,
  amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
  currency     CHAR(3) NOT NULL,
  method       TEXT NOT NULL,
  status       TEXT NOT NULL CHECK (status IN
                 ('requested', 'approved', 'processing', 'paid', 'rejected', 'cancelled', 'failed')),
  -- Once in a batch, always in that batch, also when it fails and is tried again.
  batch_id     UUID REFERENCES payout_batch,
  -- The name under which the money went out, as whoever sent it knows it.
  reference    TEXT,
  -- Why it stands as it stands, where somebody said so.
  reason       TEXT,
  created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX payout_affiliate ON payout (affiliate_id, id);
CREATE INDEX payout_payable ON payout (method, currency, id) WHERE status = 'approved';
CREATE INDEX payout_of_batch ON payout (batch_id) WHERE batch_id IS NOT NULL;
