-- Facts: append-only, one chain of hashes per stream. Read models below change in the transaction of the append.
CREATE TABLE streams (
  id TEXT PRIMARY KEY,
  case_id TEXT,
  version BIGINT NOT NULL,
  hash BYTEA NOT NULL
);

CREATE TABLE events (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The writing transaction: a sequence number is not commit order, readers order by (transaction, position).
  txid BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
  stream TEXT NOT NULL,
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  hash BYTEA NOT NULL,
  CONSTRAINT events_stream_version UNIQUE (stream, version)
);
CREATE INDEX events_feed ON events (txid, position);

-- One key per case, wrapped by the master key; wrapped is NULL once destroyed.
CREATE TABLE case_keys (
  case_id TEXT PRIMARY KEY,
  master_key TEXT NOT NULL,
  wrapped BYTEA,
  created_at BIGINT NOT NULL,
  destroyed_at BIGINT
);

-- Commands that were done, so that a repeated one is answered instead.
CREATE TABLE commands (
  actor TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  stream TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT commands_actor_id PRIMARY KEY (actor, id)
);

CREATE TABLE consult_rows (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  lane TEXT NOT NULL,
  service TEXT NOT NULL,
  urgency TEXT NOT NULL,
  requester TEXT NOT NULL,
  institution TEXT NOT NULL,
  specialist TEXT,
  created_at BIGINT NOT NULL,
  submitted_at BIGINT,
  since BIGINT NOT NULL,
  clock_kind TEXT,
  clock_due BIGINT,
  has_consent BIGINT NOT NULL,
  has_opinion BIGINT NOT NULL,
  unrecorded BIGINT NOT NULL,
  label TEXT NOT NULL
);
CREATE INDEX consult_rows_requester ON consult_rows (requester, created_at);
CREATE INDEX consult_rows_specialist ON consult_rows (specialist, created_at);
CREATE INDEX consult_rows_institution ON consult_rows (institution, created_at);
CREATE INDEX consult_rows_state ON consult_rows (state, created_at);

-- Whom a consult rings (open = 1) or rang.
CREATE TABLE offers (
  consult TEXT NOT NULL,
  offer TEXT NOT NULL,
  person TEXT NOT NULL,
  status TEXT NOT NULL,
  open BIGINT NOT NULL,
  PRIMARY KEY (consult, offer)
);
CREATE INDEX offers_person ON offers (person, open);

CREATE TABLE doctors (
  person TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  present BIGINT NOT NULL,
  state TEXT NOT NULL
);
CREATE INDEX doctors_present ON doctors (present);

CREATE TABLE recordings (
  id TEXT PRIMARY KEY,
  consult TEXT NOT NULL,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  requested_at BIGINT NOT NULL,
  state TEXT NOT NULL
);
CREATE INDEX recordings_consult ON recordings (consult, requested_at);
CREATE INDEX recordings_status ON recordings (status);

-- Due clocks; a worker leases a row before it fires it.
CREATE TABLE clocks (
  stream TEXT NOT NULL,
  kind TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  lease_by TEXT,
  lease_until BIGINT,
  PRIMARY KEY (stream, kind, due_at)
);
CREATE INDEX clocks_due ON clocks (due_at);

CREATE TABLE presence (
  person TEXT NOT NULL,
  connection TEXT NOT NULL,
  until BIGINT NOT NULL,
  PRIMARY KEY (person, connection)
);
CREATE INDEX presence_until ON presence (until);

-- The network: people, institutions, services, rota. version counts replacements, so that caches know.
CREATE TABLE network_version (
  id BIGINT PRIMARY KEY,
  version BIGINT NOT NULL
);
INSERT INTO network_version (id, version) VALUES (1, 0);

CREATE TABLE institutions (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL
);

CREATE TABLE services (
  code TEXT PRIMARY KEY,
  body TEXT NOT NULL
);

CREATE TABLE people (
  id TEXT PRIMARY KEY,
  user_name TEXT NOT NULL,
  body TEXT NOT NULL,
  CONSTRAINT people_user_name UNIQUE (user_name)
);

CREATE TABLE rota (
  person TEXT NOT NULL,
  service TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  PRIMARY KEY (person, service, from_at)
);

CREATE TABLE sign_ins (
  person TEXT PRIMARY KEY,
  password_hash TEXT,
  failures BIGINT NOT NULL,
  locked_until BIGINT
);
