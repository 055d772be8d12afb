import { useEffect, useState } from 'preact/hooks';
import type { GuestConsult, Places } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Button } from '../ui/Button';
import { Select } from '../ui/Field';
import { attempt } from '../ui/toasts';

/** The patient, or the family, takes a free half hour, or another one; with a choice of hospitals while nobody leads. */
export function GuestBooking({ visit, take }: { visit: GuestConsult; take: (visit: GuestConsult) => void }) {
  const [free, setFree] = useState<Places | null>(null);
  const [chosen, setChosen] = useState('');
  useEffect(() => {
    let gone = false;
    void api.guestPlaces().then((all) => { if (!gone) setFree(all); }, () => undefined);
    return () => { gone = true; };
  }, [visit.startsAt, visit.specialist?.id]);
  if (!free || free.places.length === 0) return null;
  const who = new Map(free.people.map((one) => [one.id, one]));
  const choices = free.places.flatMap((place) => place.with.map((id) => {
    const doctor = who.get(id);
    const time = dayAndTime(place.startsAt, now());
    return {
      value: `${place.startsAt} ${id}`,
      label: visit.specialist || !doctor ? time : `${time} · ${nameOf(doctor.name)} · ${nameOf(doctor.institution)}`,
    };
  }));
  const value = choices.some((one) => one.value === chosen) ? chosen : '';
  const book = () => attempt(async () => {
    const [startsAt = '', specialist = ''] = value.split(' ');
    take(await api.guestSchedule(startsAt, visit.specialist ? null : specialist));
  });
  return (
    <section class="card stack" aria-labelledby="guest-booking" data-testid="guest-booking">
      <h2 id="guest-booking">{t(visit.startsAt ? 'guest.book.move' : 'guest.book.title')}</h2>
      <Select label={t('guest.book.when')} value={value} testId="guest-place" onInput={setChosen}
        options={[{ value: '', label: t('new.service.choose') }, ...choices]} />
      <Button size="large" wide icon="clock" testId="guest-book" disabled={!value} onClick={book}>
        {t(visit.startsAt ? 'arrange.move' : 'guest.book')}
      </Button>
    </section>
  );
}
