-- Who opened a case without a part in it, for the privacy officer's list.
CREATE TABLE glasses (
  consult TEXT NOT NULL,
  person TEXT NOT NULL,
  at BIGINT NOT NULL,
  reviewed_at BIGINT,
  PRIMARY KEY (consult, person, at)
);
CREATE INDEX glasses_reviewed ON glasses (reviewed_at, at);
CREATE INDEX consult_rows_submitted ON consult_rows (submitted_at);
