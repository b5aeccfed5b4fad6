-- A reward belongs to a user, who need not be an affiliate: a referred user may get one, too.
ALTER TABLE reward
  ALTER COLUMN affiliate_id DROP NOT NULL,
  ADD COLUMN owner_user_id TEXT,
  -- The referral that brought it; unknown for what was granted before this was kept.
  ADD COLUMN referral_id   UUID REFERENCES referral,
  ADD COLUMN value_kind    TEXT NOT NULL DEFAULT 'badge'
    CHECK (value_kind IN ('badge', 'cash', 'host_credit', 'points', 'voucher')),
  ADD COLUMN amount_minor  BIGINT CHECK (amount_minor > 0),
  ADD COLUMN currency      CHAR(3),
  ADD COLUMN points        INT CHECK (points > 0),
  ADD COLUMN voucher_code  TEXT UNIQUE,
  ADD COLUMN expires_at    TIMESTAMPTZ,
  DROP CONSTRAINT reward_kind_check,
  DROP CONSTRAINT reward_affiliate_id_rule_key_key;

UPDATE reward SET owner_user_id = a.user_id FROM affiliate a WHERE a.id = reward.affiliate_id;

ALTER TABLE reward
  ALTER COLUMN owner_user_id SET NOT NULL,
  ALTER COLUMN value_kind DROP DEFAULT,
  ADD CONSTRAINT reward_kind_check CHECK (kind IN ('milestone', 'referee')),
  -- Whatever races, an owner gets a reward once; a referred user has one referral, for ever.
  ADD CONSTRAINT granted_once UNIQUE (owner_user_id, rule_key),
  ADD CONSTRAINT milestone_of_affiliate CHECK ((kind = 'milestone') = (affiliate_id IS NOT NULL)),
  ADD CONSTRAINT value_of_its_kind CHECK (
    (value_kind IN ('cash', 'host_credit')) = (amount_minor IS NOT NULL)
    AND (amount_minor IS NULL) = (currency IS NULL)
    AND (value_kind = 'points') = (points IS NOT NULL)
    AND (value_kind = 'voucher') = (voucher_code IS NOT NULL)),
  -- The ledger has accounts for affiliates only.
  ADD CONSTRAINT cash_has_an_account CHECK (value_kind <> 'cash' OR affiliate_id IS NOT NULL);

CREATE INDEX reward_expiring ON reward (expires_at)
  WHERE status = 'granted' AND expires_at IS NOT NULL;

-- Outgoing events that somebody here is to be told of, besides the broker. A row goes when that has
-- happened; the event itself stays in the outbox, which this neither locks nor slows down.
CREATE TABLE notice (
  event           UUID PRIMARY KEY REFERENCES outbox,
  attempts        INT NOT NULL DEFAULT 0,
  next_attempt_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX notice_due ON notice (next_attempt_at, event);
