-- Instances keep the settings in memory; this tells them to look again.
CREATE FUNCTION tell_settings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('settings_changed', NEW.version::text);
  RETURN NULL;
END $$;
CREATE TRIGGER settings_changed AFTER INSERT ON settings_version
  FOR EACH ROW EXECUTE FUNCTION tell_settings_changed();

-- Every instance asks more than once a second which version is in force.
CREATE INDEX settings_version_effective ON settings_version (effective_at, version);
