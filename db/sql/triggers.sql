-- The audit is append-only. Replayed at each start, so that a database restored from anywhere, or one in which
-- somebody dropped a trigger, has them again.
DROP TRIGGER IF EXISTS app_audit_no_update;
CREATE TRIGGER app_audit_no_update BEFORE UPDATE ON app_audit
BEGIN
  SELECT RAISE(ABORT, 'app_audit is append-only');
END;
DROP TRIGGER IF EXISTS app_audit_no_delete;
CREATE TRIGGER app_audit_no_delete BEFORE DELETE ON app_audit
BEGIN
  SELECT RAISE(ABORT, 'app_audit is append-only');
END;
