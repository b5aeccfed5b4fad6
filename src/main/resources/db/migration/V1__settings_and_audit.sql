-- Rows of an append-only table are facts: nothing may change or remove them.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TABLE settings_version (
  version      INT PRIMARY KEY CHECK (version > 0),
  definition   JSONB NOT NULL,
  effective_at TIMESTAMPTZ NOT NULL,
  created_by   TEXT NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settings_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE transition (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_type TEXT NOT NULL,
  subject_id   UUID NOT NULL,
  action       TEXT NOT NULL,
  from_status  TEXT,
  to_status    TEXT NOT NULL,
  actor        TEXT NOT NULL,
  reason       TEXT,
  at           TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX transition_subject ON transition (subject_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transition
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE audit_entry (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  actor        TEXT NOT NULL,
  action       TEXT NOT NULL,
  subject_type TEXT NOT NULL,
  subject_id   UUID NOT NULL,
  before       JSONB,
  after        JSONB,
  reason       TEXT,
  at           TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX audit_entry_subject ON audit_entry (subject_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
