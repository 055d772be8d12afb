-- The few rows with a mark that a list asks for: 4096 a patient's call that nobody answered, 8192 open to those who look on.
CREATE INDEX consult_rows_called ON consult_rows (created_at) WHERE (marks & 4096) <> 0;
CREATE INDEX consult_rows_taught ON consult_rows (created_at) WHERE (marks & 8192) <> 0;
-- Wrong guesses at what a name protects, by a digest of the name, so that all nodes count the same.
CREATE TABLE wrong_guesses (
  name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX wrong_guesses_name ON wrong_guesses (name, at);
CREATE INDEX wrong_guesses_at ON wrong_guesses (at);
