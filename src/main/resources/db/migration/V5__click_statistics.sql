-- What is left of clicks when the single rows go: counts by day, code and one property at a time.
CREATE TABLE click_daily (
  code      TEXT NOT NULL,
  day       DATE NOT NULL,
  dimension TEXT NOT NULL CHECK (dimension IN ('link', 'device', 'country', 'referrer', 'utm_source')),
  value     TEXT NOT NULL,
  clicks    BIGINT NOT NULL,
  counted   BIGINT NOT NULL,
  PRIMARY KEY (code, dimension, day, value)
);

-- Clicks before this moment are in click_daily, later ones only in click. Readers add the two up.
CREATE TABLE click_rollup (
  single       BOOLEAN PRIMARY KEY DEFAULT true CHECK (single),
  rolled_until TIMESTAMPTZ NOT NULL
);
INSERT INTO click_rollup (rolled_until) VALUES (date_trunc('day', now()) - interval '1 day');

-- Drops the partitions of days before the retention, and never one that is not rolled up.
CREATE FUNCTION drop_click_partitions(retention_days INT) RETURNS INT LANGUAGE plpgsql AS $$
DECLARE
  oldest_kept DATE := (now() AT TIME ZONE 'UTC')::date - retention_days;
  dropped INT := 0;
  partition RECORD;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('create_click_partitions'));
  FOR partition IN
    SELECT c.relname, to_date(right(c.relname, 8), 'YYYYMMDD') AS day
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'click'::regclass AND c.relname ~ '^click_[0-9]{8}$'
  LOOP
    IF partition.day < oldest_kept
       AND (partition.day + 1)::timestamp AT TIME ZONE 'UTC' <= (SELECT rolled_until FROM click_rollup) THEN
      EXECUTE format('DROP TABLE %I', partition.relname);
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END $$;
