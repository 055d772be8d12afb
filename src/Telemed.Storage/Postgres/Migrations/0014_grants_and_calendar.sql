-- What was drawn for the quality sample, and what an order names.
CREATE INDEX consult_rows_sampled ON consult_rows (created_at) WHERE (marks & 4194304) <> 0;
CREATE INDEX consult_rows_ordered ON consult_rows (created_at) WHERE (marks & 8388608) <> 0;
-- Holidays and worked weekends, one row each; apart from the rules of the rota, which a version that knows of no calendar clears with an import.
CREATE TABLE calendar_days (
  body TEXT NOT NULL
);
INSERT INTO calendar_days (body) SELECT body FROM rota_rules WHERE kind = 'calendar';
-- Last, so that nobody waits for the indexes to read a row. When a case ended: the time windows run from there, also once it is filed in the archive. NULL: as the version before left it, by since.
ALTER TABLE consult_rows ADD COLUMN finished_at BIGINT;
