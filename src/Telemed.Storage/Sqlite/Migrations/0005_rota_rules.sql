-- Weekly blocks, days off and substitutions, one row each.
CREATE TABLE rota_rules (
  kind TEXT NOT NULL,
  body TEXT NOT NULL
);
