-- The house to which a patient is referred, and who pays how much.
ALTER TABLE consult_rows ADD COLUMN referred_to TEXT;
CREATE INDEX consult_rows_referred ON consult_rows (referred_to);
CREATE TABLE settlements (
  consult TEXT NOT NULL PRIMARY KEY,
  institution TEXT NOT NULL,
  service TEXT NOT NULL,
  payer TEXT NOT NULL,
  amount BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX settlements_at ON settlements (at);
