-- The nodes of a region, each alive until its heartbeat runs out, and the rooms they run.
CREATE TABLE nodes (
  name TEXT NOT NULL PRIMARY KEY,
  instance TEXT NOT NULL,
  public_url TEXT,
  near TEXT,
  rooms INTEGER NOT NULL,
  participants INTEGER NOT NULL,
  percent_busy INTEGER NOT NULL,
  draining INTEGER NOT NULL,
  files TEXT NOT NULL,
  version TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);
CREATE TABLE room_leases (
  consult TEXT NOT NULL PRIMARY KEY,
  node TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  takeovers INTEGER NOT NULL
);
-- Epochs grow over all rooms, so that one is never given again, also where a room was given back in between.
CREATE SEQUENCE room_epochs;
CREATE INDEX room_leases_node ON room_leases (node);

-- What sessions need on every node: the keys of their cookies, sealed with the master key, and those that were signed out.
CREATE TABLE session_keys (
  name TEXT NOT NULL PRIMARY KEY,
  master TEXT NOT NULL,
  sealed BYTEA NOT NULL
);
CREATE TABLE ended_sessions (
  session TEXT NOT NULL PRIMARY KEY,
  ended_at BIGINT NOT NULL
);
CREATE INDEX ended_sessions_at ON ended_sessions (ended_at);
