-- The audit is append-only. Replayed at each start, so that a database restored from anywhere has it as well.
CREATE TRIGGER IF NOT EXISTS app_audit_no_update BEFORE UPDATE ON app_audit
BEGIN
  SELECT RAISE(ABORT, 'app_audit is append-only');
END;
CREATE TRIGGER IF NOT EXISTS app_audit_no_delete BEFORE DELETE ON app_audit
BEGIN
  SELECT RAISE(ABORT, 'app_audit is append-only');
END;
