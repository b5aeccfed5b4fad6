-- Accounts are named by owner, bucket and currency. The platform (owner 0…0) has an expense account
-- without a running balance: one hot row would make every commit wait its turn.
CREATE TABLE account (
  owner         UUID NOT NULL,
  bucket        TEXT NOT NULL CHECK (bucket IN ('pending', 'available', 'reserved', 'expense', 'clearing')),
  currency      CHAR(3) NOT NULL,
  balance_minor BIGINT,
  PRIMARY KEY (owner, bucket, currency),
  CONSTRAINT expense_keeps_no_balance CHECK ((bucket = 'expense') = (balance_minor IS NULL)),
  -- Only a reversal may push a balance below zero, and only that of the available bucket.
  CONSTRAINT never_overdrawn
    CHECK (bucket IN ('available', 'expense') OR balance_minor >= 0)
) WITH (fillfactor = 50);

CREATE TABLE transfer (
  id   UUID PRIMARY KEY,
  key  TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  at   TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE posting (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transfer_id  UUID NOT NULL REFERENCES transfer,
  owner        UUID NOT NULL,
  bucket       TEXT NOT NULL,
  currency     CHAR(3) NOT NULL,
  amount_minor BIGINT NOT NULL CHECK (amount_minor <> 0)
);
CREATE INDEX posting_transfer ON posting (transfer_id);
CREATE INDEX posting_account ON posting (owner, currency, id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_unbalanced_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM posting WHERE transfer_id = NEW.transfer_id
             GROUP BY currency HAVING sum(amount_minor) <> 0) THEN
    RAISE EXCEPTION 'transfer % does not sum to zero', NEW.transfer_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sums_to_zero AFTER INSERT ON posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_transfer();

CREATE TABLE order_commission (
  id           UUID PRIMARY KEY,
  order_id     TEXT NOT NULL REFERENCES order_fact,
  tier         SMALLINT NOT NULL DEFAULT 1 CHECK (tier >= 1),
  referral_id  UUID NOT NULL REFERENCES referral,
  affiliate_id UUID NOT NULL REFERENCES affiliate,
  decision_id  UUID NOT NULL REFERENCES decision,
  base_minor   BIGINT NOT NULL CHECK (base_minor > 0),
  rate_ppm     INT NOT NULL CHECK (rate_ppm BETWEEN 0 AND 1000000),
  amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
  currency     CHAR(3) NOT NULL,
  trigger_no   INT NOT NULL CHECK (trigger_no > 0),
  status       TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'cancelled', 'reversed')),
  created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (order_id, tier)
);
CREATE UNIQUE INDEX order_commission_trigger ON order_commission (referral_id, trigger_no) WHERE tier = 1;
CREATE INDEX order_commission_affiliate ON order_commission (affiliate_id);

CREATE TABLE invoice_commission (
  id                  UUID PRIMARY KEY,
  order_commission_id UUID NOT NULL REFERENCES order_commission,
  invoice_id          TEXT NOT NULL REFERENCES invoice_fact,
  amount_minor        BIGINT NOT NULL CHECK (amount_minor > 0),
  reversed_minor      BIGINT NOT NULL DEFAULT 0,
  currency            CHAR(3) NOT NULL,
  status              TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'held', 'reversed')),
  available_at        TIMESTAMPTZ,
  released_at         TIMESTAMPTZ,
  created_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (order_commission_id, invoice_id),
  CHECK (0 <= reversed_minor AND reversed_minor <= amount_minor)
);

CREATE TABLE reward (
  id           UUID PRIMARY KEY,
  affiliate_id UUID NOT NULL REFERENCES affiliate,
  kind         TEXT NOT NULL CHECK (kind IN ('milestone')),
  rule_key     TEXT NOT NULL,
  name         TEXT NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('granted', 'claimed', 'expired', 'revoked')),
  granted_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
  claimed_at   TIMESTAMPTZ,
  UNIQUE (affiliate_id, rule_key)
);
