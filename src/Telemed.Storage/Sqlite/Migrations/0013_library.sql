-- Copies of cases without names, each under a key of its own. Nothing here leads to a case; not even the hour of its release.
CREATE TABLE library_copies (
  id TEXT PRIMARY KEY,
  service TEXT NOT NULL,
  day BIGINT NOT NULL,
  released BIGINT NOT NULL,
  master_key TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX library_copies_day ON library_copies (day DESC, id) WHERE released = 1;
CREATE INDEX library_copies_service ON library_copies (service, day DESC, id) WHERE released = 1;
CREATE INDEX library_copies_staged ON library_copies (day) WHERE released = 0;
-- Which copy was made of a case, sealed with the case's key.
CREATE TABLE library_links (
  case_id TEXT PRIMARY KEY,
  link BLOB NOT NULL
);
-- The few cases whose copy waits for somebody to release it: 524288.
CREATE INDEX consult_rows_copy ON consult_rows (created_at) WHERE (marks & 524288) <> 0;
