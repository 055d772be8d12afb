-- When a case ended: the time windows run from there, also once it is filed in the archive. NULL: as the version before left it, by since.
ALTER TABLE consult_rows ADD COLUMN finished_at BIGINT;
-- Holidays and worked weekends, one row each; apart from the rules of the rota, which a version that knows of no calendar clears with an import.
CREATE TABLE calendar_days (
  body TEXT NOT NULL
);
INSERT INTO calendar_days (body) SELECT body FROM rota_rules WHERE kind = 'calendar';
