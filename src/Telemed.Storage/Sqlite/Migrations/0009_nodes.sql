-- The nodes of a region, each alive until its heartbeat runs out, and the rooms they run.
CREATE TABLE nodes (
  name TEXT NOT NULL PRIMARY KEY,
  public_url TEXT,
  rooms INTEGER NOT NULL,
  participants INTEGER NOT NULL,
  percent_busy INTEGER NOT NULL,
  draining INTEGER NOT NULL,
  recording_store TEXT NOT NULL,
  version TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);
CREATE TABLE room_leases (
  consult TEXT NOT NULL PRIMARY KEY,
  node TEXT NOT NULL,
  epoch INTEGER NOT NULL
);
CREATE INDEX room_leases_node ON room_leases (node);
