-- The version is what an editor has to have seen (ETag, If-Match); the reason is the last one given.
ALTER TABLE affiliate
  ADD COLUMN version    INT NOT NULL DEFAULT 1 CHECK (version > 0),
  ADD COLUMN tags       TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN reason     TEXT,
  ADD COLUMN updated_at TIMESTAMPTZ NOT NULL DEFAULT now();

-- The queue is read from the end of an index, by where they stand or where they came from.
CREATE INDEX affiliate_queue ON affiliate (status, id);
CREATE INDEX affiliate_source ON affiliate (source, id);
-- In the order of the bytes, so that a prefix is a range.
CREATE INDEX affiliate_user_prefix ON affiliate (user_id COLLATE "C");

-- Pages of one affiliate's codes; it serves what code_affiliate did.
CREATE INDEX code_of_affiliate ON code (affiliate_id, id);
DROP INDEX code_affiliate;
