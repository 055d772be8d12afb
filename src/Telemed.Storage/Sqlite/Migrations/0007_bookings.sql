-- The half hours that are booked with a specialist: one case each.
CREATE TABLE bookings (
  person TEXT NOT NULL,
  place BIGINT NOT NULL,
  consult TEXT NOT NULL,
  PRIMARY KEY (person, place)
);
CREATE INDEX bookings_consult ON bookings (consult);
