-- How sites' links were, in hours and days: how often each step was measured, and the sums for the means.
CREATE TABLE site_links (
  site TEXT NOT NULL,
  grain TEXT NOT NULL,
  start_at BIGINT NOT NULL,
  loss_0 INTEGER NOT NULL, loss_1 INTEGER NOT NULL, loss_2 INTEGER NOT NULL, loss_3 INTEGER NOT NULL, loss_4 INTEGER NOT NULL, loss_5 INTEGER NOT NULL, loss_6 INTEGER NOT NULL, loss_7 INTEGER NOT NULL,
  loss_sum BIGINT NOT NULL,
  trip_0 INTEGER NOT NULL, trip_1 INTEGER NOT NULL, trip_2 INTEGER NOT NULL, trip_3 INTEGER NOT NULL, trip_4 INTEGER NOT NULL, trip_5 INTEGER NOT NULL, trip_6 INTEGER NOT NULL, trip_7 INTEGER NOT NULL,
  trip_sum BIGINT NOT NULL,
  jitter_0 INTEGER NOT NULL, jitter_1 INTEGER NOT NULL, jitter_2 INTEGER NOT NULL, jitter_3 INTEGER NOT NULL, jitter_4 INTEGER NOT NULL, jitter_5 INTEGER NOT NULL, jitter_6 INTEGER NOT NULL, jitter_7 INTEGER NOT NULL,
  jitter_sum BIGINT NOT NULL,
  score_0 INTEGER NOT NULL, score_1 INTEGER NOT NULL, score_2 INTEGER NOT NULL, score_3 INTEGER NOT NULL, score_4 INTEGER NOT NULL, score_5 INTEGER NOT NULL,
  score_sum BIGINT NOT NULL,
  PRIMARY KEY (site, grain, start_at)
);
CREATE INDEX site_links_start ON site_links (grain, start_at);

-- The latest word of each node about a site whose people were in its rooms.
CREATE TABLE site_looks (
  site TEXT NOT NULL,
  node TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  people INTEGER NOT NULL,
  score INTEGER NOT NULL,
  loss INTEGER NOT NULL,
  trip INTEGER,
  jitter INTEGER NOT NULL,
  PRIMARY KEY (site, node)
);

CREATE TABLE node_health (
  node TEXT NOT NULL PRIMARY KEY,
  seen_at BIGINT NOT NULL,
  percent_full INTEGER NOT NULL,
  clock_skew_ms INTEGER NOT NULL,
  faults BIGINT NOT NULL
);

-- One alarm stands for a condition; those that are cleared stay as history.
CREATE TABLE alarms (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  severity INTEGER NOT NULL,
  value INTEGER NOT NULL,
  raised_at BIGINT NOT NULL,
  cleared_at BIGINT,
  acknowledged_at BIGINT,
  acknowledged_by TEXT,
  note TEXT
);
CREATE UNIQUE INDEX alarms_standing ON alarms (kind, subject) WHERE cleared_at IS NULL;
CREATE INDEX alarms_raised ON alarms (raised_at);

-- Which node looks for alarms.
CREATE TABLE watch_lease (
  id INTEGER NOT NULL PRIMARY KEY,
  node TEXT NOT NULL,
  until_at BIGINT NOT NULL
);

-- When a ring began and was answered; rings of before are not known.
ALTER TABLE offers ADD COLUMN made_at BIGINT;
ALTER TABLE offers ADD COLUMN answered_at BIGINT;
CREATE INDEX offers_made ON offers (made_at);
