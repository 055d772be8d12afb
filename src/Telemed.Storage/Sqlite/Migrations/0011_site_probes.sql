-- Links of the houses as they were measured before appointments.
CREATE TABLE site_probes (
  consult TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  institution TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  until BIGINT NOT NULL,
  answered_at BIGINT,
  mode TEXT,
  score BIGINT,
  up BIGINT,
  down BIGINT,
  loss REAL,
  round_trip BIGINT,
  jitter BIGINT,
  path TEXT,
  PRIMARY KEY (consult, asked_at)
);
CREATE INDEX site_probes_site ON site_probes (institution, asked_at);
CREATE INDEX site_probes_asked ON site_probes (asked_at);
