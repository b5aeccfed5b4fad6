-- The service works as tributary_app, which owns nothing and to which an append-only table gives
-- reading and adding alone. This runs after the migrations at every start and changes only what is
-- missing: so it reaches tables that came later, and a cluster to which a backup was restored without
-- its roles. Who may not make roles goes on without; the triggers protect the tables then.
-- See docs/adr/0008-application-role.md.
DO $$
DECLARE
  app CONSTANT TEXT := 'tributary_app';
  gap RECORD;
BEGIN
  -- Instances start together, and the catalogue does not like to be changed by two at once.
  PERFORM pg_advisory_xact_lock(hashtext(app));

  -- Roles belong to the whole cluster, where another database may be at the same point.
  BEGIN
    IF to_regrole(app) IS NULL THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', app);
    END IF;
  EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN RETURN;
  END;
  BEGIN
    EXECUTE format('SET LOCAL ROLE %I', app);
    RESET ROLE;
  EXCEPTION WHEN insufficient_privilege THEN
    BEGIN
      EXECUTE format('GRANT %I TO CURRENT_USER', app);
    EXCEPTION WHEN insufficient_privilege OR unique_violation OR internal_error THEN NULL;
    END;
  END;

  IF NOT has_schema_privilege(app, current_schema(), 'USAGE') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), app);
  END IF;
  FOR gap IN
    SELECT format(CASE WHEN due THEN 'GRANT %s ON %s TO %I' ELSE 'REVOKE %s ON %s FROM %I' END,
                  p.name, c.oid::regclass, app) AS mend
    FROM pg_class c
    CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p(name)
    CROSS JOIN LATERAL (
      SELECT p.name IN ('SELECT', 'INSERT') OR p.name <> 'TRUNCATE' AND NOT EXISTS (
        SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'append_only') AS due
    ) d
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')
      AND NOT c.relispartition AND c.relname <> 'flyway_schema_history'
      AND pg_has_role(c.relowner, 'USAGE') AND has_table_privilege(app, c.oid, p.name) <> due
    UNION ALL
    SELECT format('GRANT EXECUTE ON FUNCTION %s TO %I', f.oid::regprocedure, app)
    FROM pg_proc f
    WHERE f.pronamespace = current_schema()::regnamespace AND f.prokind = 'f'
      AND pg_has_role(f.proowner, 'USAGE') AND NOT has_function_privilege(app, f.oid, 'EXECUTE')
  LOOP
    EXECUTE gap.mend;
  END LOOP;
END $$;
