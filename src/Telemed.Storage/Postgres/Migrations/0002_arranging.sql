-- Appointments, and what a row knows of its case: the bits of CaseMarks.
ALTER TABLE consult_rows ADD COLUMN starts_at BIGINT;
ALTER TABLE consult_rows ADD COLUMN marks BIGINT NOT NULL DEFAULT 0;
