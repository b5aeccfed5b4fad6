CREATE TABLE affiliate (
  id                    UUID PRIMARY KEY,
  user_id               TEXT NOT NULL UNIQUE,
  status                TEXT NOT NULL CHECK (status IN ('pending', 'active', 'rejected', 'revoked')),
  source                TEXT NOT NULL CHECK (source IN ('user', 'staff_direct', 'service')),
  can_invite            BOOLEAN NOT NULL DEFAULT true,
  rate_ppm_override     INT CHECK (rate_ppm_override BETWEEN 0 AND 1000000),
  max_triggers_override INT CHECK (max_triggers_override > 0),
  wallet_kind           TEXT NOT NULL DEFAULT 'commission' CHECK (wallet_kind IN ('commission', 'main')),
  -- Counted in the transaction that qualifies a referral: milestones read it, never COUNT(*).
  qualified_referrals   INT NOT NULL DEFAULT 0 CHECK (qualified_referrals >= 0),
  created_at            TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (id, user_id)
);

CREATE TABLE code (
  id             UUID PRIMARY KEY,
  code           TEXT NOT NULL UNIQUE CHECK (code = upper(code)),
  affiliate_id   UUID NOT NULL REFERENCES affiliate,
  kind           TEXT NOT NULL CHECK (kind IN ('invite', 'vanity', 'coupon')),
  active         BOOLEAN NOT NULL DEFAULT true,
  created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
  deactivated_at TIMESTAMPTZ,
  CHECK (active = (deactivated_at IS NULL))
);
CREATE INDEX code_affiliate ON code (affiliate_id);

CREATE TABLE link (
  id              UUID PRIMARY KEY,
  code_id         UUID NOT NULL UNIQUE REFERENCES code,
  destination_url TEXT NOT NULL,
  expires_at      TIMESTAMPTZ,
  created_at      TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Clicks come faster than anything else. Day partitions keep the insert rate independent of the
-- table's size; a B-tree by code would not. Ids are UUIDv7, so a BRIN finds one click by its id.
CREATE TABLE click (
  id            UUID NOT NULL,
  code          TEXT NOT NULL,
  counted       BOOLEAN NOT NULL,
  -- Why it does not count: a crawler, a preview, a prefetch, or the same visitor again.
  bot_reason    TEXT,
  -- first, repeat, or unknown while Redis is away; null where nobody asked.
  dedupe        TEXT,
  -- Keyed by a secret of the day that is forgotten: it can be matched for a day and never undone.
  visitor_hmac  UUID,
  -- The click with which this visitor's attribution window began, as far as their cookie tells.
  first_click_id UUID,
  device        TEXT,
  country       TEXT,
  referrer_host TEXT,
  sub_id        TEXT,
  utm_source    TEXT,
  utm_medium    TEXT,
  utm_campaign  TEXT,
  at            TIMESTAMPTZ NOT NULL,
  CHECK (NOT counted OR bot_reason IS NULL)
) PARTITION BY RANGE (at);
CREATE INDEX click_brin ON click USING brin (at, id) WITH (pages_per_range = 32, autosummarize = on);

-- Creates the partitions of yesterday (UTC) up to so many days ahead. The advisory lock keeps two
-- instances that start together from racing for the same name.
CREATE FUNCTION create_click_partitions(days_ahead INT) RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  first_day DATE := (now() AT TIME ZONE 'UTC')::date - 1;
  created INT := 0;
  day DATE;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('create_click_partitions'));
  FOR i IN 0 .. days_ahead + 1 LOOP
    day := first_day + i;
    IF to_regclass(format('click_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF click FOR VALUES FROM (%L) TO (%L)',
        'click_' || to_char(day, 'YYYYMMDD'),
        day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
      created := created + 1;
    END IF;
  END LOOP;
  RETURN created;
END $$;

-- Real-time counters, kept in the statement that inserts the clicks. The room on each page lets
-- PostgreSQL update a counter in place (HOT) instead of touching the index.
CREATE TABLE link_stats (
  code    TEXT PRIMARY KEY,
  clicks  BIGINT NOT NULL,
  counted BIGINT NOT NULL,
  CHECK (0 <= counted AND counted <= clicks)
) WITH (fillfactor = 50);

CREATE TABLE visitor_key (
  day DATE PRIMARY KEY,
  key BYTEA NOT NULL
);

-- The key of today (UTC); whichever instance asks first makes it, and those of other days go.
CREATE FUNCTION todays_visitor_key(fresh BYTEA) RETURNS BYTEA LANGUAGE plpgsql AS $$
DECLARE
  today DATE := (now() AT TIME ZONE 'UTC')::date;
BEGIN
  DELETE FROM visitor_key WHERE day < today;
  INSERT INTO visitor_key (day, key) VALUES (today, fresh) ON CONFLICT (day) DO NOTHING;
  RETURN (SELECT key FROM visitor_key WHERE day = today);
END $$;

-- Instances keep codes in memory; this tells them which one to forget.
CREATE FUNCTION tell_code_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'code' THEN
    PERFORM pg_notify('code_changed', NEW.code);
  ELSIF TG_TABLE_NAME = 'link' THEN
    PERFORM pg_notify('code_changed', code) FROM code WHERE id = NEW.code_id;
  ELSE
    PERFORM pg_notify('code_changed', code) FROM code WHERE affiliate_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER code_changed AFTER INSERT OR UPDATE ON code
  FOR EACH ROW EXECUTE FUNCTION tell_code_changed();
CREATE TRIGGER code_changed AFTER UPDATE ON link
  FOR EACH ROW EXECUTE FUNCTION tell_code_changed();
CREATE TRIGGER code_changed AFTER UPDATE OF status, can_invite ON affiliate
  FOR EACH ROW EXECUTE FUNCTION tell_code_changed();

CREATE TABLE referral (
  id                UUID PRIMARY KEY,
  referred_user_id  TEXT NOT NULL UNIQUE,
  affiliate_id      UUID NOT NULL,
  affiliate_user_id TEXT NOT NULL,
  code              TEXT NOT NULL,
  click_id          UUID,
  status            TEXT NOT NULL CHECK (status IN ('pending', 'qualified', 'rejected', 'expired')),
  reason_code       TEXT NOT NULL,
  triggers_used     INT NOT NULL DEFAULT 0 CHECK (triggers_used >= 0),
  -- When the host says the user registered; unknown when the bond came without that.
  registered_at     TIMESTAMPTZ,
  bound_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  FOREIGN KEY (affiliate_id, affiliate_user_id) REFERENCES affiliate (id, user_id),
  CONSTRAINT nobody_refers_themselves CHECK (referred_user_id <> affiliate_user_id)
);
CREATE INDEX referral_affiliate ON referral (affiliate_id);
