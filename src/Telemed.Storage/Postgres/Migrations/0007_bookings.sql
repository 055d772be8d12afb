-- The half hours that are booked with a specialist: one case each.
CREATE TABLE bookings (
  person TEXT NOT NULL,
  place BIGINT NOT NULL,
  consult TEXT NOT NULL,
  PRIMARY KEY (person, place)
);
CREATE INDEX bookings_consult ON bookings (consult);
INSERT INTO bookings (person, place, consult)
SELECT specialist, starts_at / 1800000 * 1800000, MIN(id) FROM consult_rows
WHERE state = 'Scheduled' AND specialist IS NOT NULL AND starts_at IS NOT NULL
GROUP BY specialist, starts_at / 1800000;
