-- Finds any part of a word among all traces. Three letters and more; the program looks through fewer itself.
-- It holds no text of its own, and is filled later (store/repositories/traceIndex.ts): a trace that is written waits in
-- `trace_unindexed`, and until it is indexed a search reads its text.
DROP TRIGGER IF EXISTS trace_fts_insert;
DROP TRIGGER IF EXISTS trace_fts_update;
DROP TRIGGER IF EXISTS trace_fts_delete;
DROP TABLE IF EXISTS trace_fts;

CREATE VIRTUAL TABLE IF NOT EXISTS trace_index USING fts5(
  search_text, content='', contentless_delete=1, tokenize='trigram'
);
CREATE TABLE IF NOT EXISTS trace_unindexed (trace_id INTEGER PRIMARY KEY) STRICT;
INSERT OR IGNORE INTO trace_unindexed (trace_id)
  SELECT id FROM trace WHERE NOT EXISTS (SELECT 1 FROM trace_index_docsize);

DROP TRIGGER IF EXISTS trace_index_insert;
CREATE TRIGGER trace_index_insert AFTER INSERT ON trace
BEGIN
  INSERT OR IGNORE INTO trace_unindexed (trace_id) VALUES (new.id);
END;
DROP TRIGGER IF EXISTS trace_index_update;
CREATE TRIGGER trace_index_update AFTER UPDATE OF search_text ON trace WHEN old.search_text <> new.search_text
BEGIN
  INSERT OR IGNORE INTO trace_unindexed (trace_id) VALUES (new.id);
END;
DROP TRIGGER IF EXISTS trace_index_delete;
CREATE TRIGGER trace_index_delete AFTER DELETE ON trace
BEGIN
  DELETE FROM trace_unindexed WHERE trace_id = old.id;
  DELETE FROM trace_index WHERE rowid = old.id;
END;
