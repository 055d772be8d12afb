-- Rooms and devices, and the half hours that are booked with them: one case each.
CREATE TABLE resources (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL
);
CREATE TABLE resource_bookings (
  resource TEXT NOT NULL,
  place BIGINT NOT NULL,
  consult TEXT NOT NULL,
  PRIMARY KEY (resource, place)
);
CREATE INDEX resource_bookings_consult ON resource_bookings (consult);
