-- When a case ended: the time windows run from there, also once it is filed in the archive. NULL: as the version before left it, by since.
ALTER TABLE consult_rows ADD COLUMN finished_at BIGINT;
