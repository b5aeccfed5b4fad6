-- The wire form of an id (kernel.TypeId): the keys of transfers are made of it, and proofs compare
-- them with the rows they speak of.
CREATE FUNCTION type_id(prefix TEXT, id UUID) RETURNS TEXT
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  bits VARBIT := B'00' || ('x' || replace(id::text, '-', ''))::bit(128);
  wire TEXT := prefix || '_';
BEGIN
  FOR n IN 0 .. 25 LOOP
    wire := wire || substr('0123456789abcdefghjkmnpqrstvwxyz',
                           substring(bits FROM n * 5 + 1 FOR 5)::bit(5)::int + 1, 1);
  END LOOP;
  RETURN wire;
END $$;

-- What the release worker looks for, and nothing else: empty most of the time.
CREATE INDEX invoice_commission_due ON invoice_commission (available_at)
  WHERE status = 'approved' AND released_at IS NULL;

-- An affiliate's own postings in their order. The platform's half is read by proofs only, as a whole.
DROP INDEX posting_account;
CREATE INDEX posting_owner ON posting (owner, id) WHERE bucket <> 'expense';

-- The service does not own its tables (afterMigrate__application_role.sql); what makes and drops
-- partitions for it runs as their owner, finds its names in this schema only, and is nobody else's.
DO $$
DECLARE
  name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['create_click_partitions', 'drop_click_partitions'] LOOP
    EXECUTE format('ALTER FUNCTION %I(INT) SECURITY DEFINER SET search_path = %I, pg_temp',
      name, current_schema());
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %I(INT) FROM PUBLIC', name);
  END LOOP;
END $$;
