-- The second factor: its secret sealed by a master key, whether a code has confirmed it, the latest step that was used.
CREATE TABLE second_factors (
  person TEXT PRIMARY KEY,
  secret BYTEA NOT NULL,
  master_key TEXT NOT NULL,
  is_on BIGINT NOT NULL,
  last_step BIGINT NOT NULL
);
