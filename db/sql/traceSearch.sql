-- Finds any part of a word among all traces. Three letters and more; the program looks through fewer itself.
CREATE VIRTUAL TABLE IF NOT EXISTS trace_fts USING fts5(
  search_text, content='trace', content_rowid='id', tokenize='trigram'
);
INSERT INTO trace_fts(trace_fts)
  SELECT 'rebuild' WHERE NOT EXISTS (SELECT 1 FROM trace_fts_docsize) AND EXISTS (SELECT 1 FROM trace);

DROP TRIGGER IF EXISTS trace_fts_insert;
CREATE TRIGGER trace_fts_insert AFTER INSERT ON trace
BEGIN
  INSERT INTO trace_fts(rowid, search_text) VALUES (new.id, new.search_text);
END;
DROP TRIGGER IF EXISTS trace_fts_update;
CREATE TRIGGER trace_fts_update AFTER UPDATE OF search_text ON trace WHEN old.search_text <> new.search_text
BEGIN
  INSERT INTO trace_fts(trace_fts, rowid, search_text) VALUES ('delete', old.id, old.search_text);
  INSERT INTO trace_fts(rowid, search_text) VALUES (new.id, new.search_text);
END;
DROP TRIGGER IF EXISTS trace_fts_delete;
CREATE TRIGGER trace_fts_delete AFTER DELETE ON trace
BEGIN
  INSERT INTO trace_fts(trace_fts, rowid, search_text) VALUES ('delete', old.id, old.search_text);
END;
