import { useEffect, useState } from 'preact/hooks';
import type { ConsultState, GuestConsult } from '../api/contracts';
import { Problem } from '../api/problem';
import * as api from '../api/telemed';
import { LanguageSwitch } from '../app/LanguageSwitch';
import { nameOf, t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { GuestBooking } from './GuestBooking';
import { GuestCare } from './GuestCare';
import { GuestConsents } from './GuestConsents';
import { GuestDependants } from './GuestDependants';
import { GuestLibrary } from './GuestLibrary';
import { GuestRecord } from './GuestRecord';
import { GuestRoom } from './GuestRoom';
import './guest.css';

/** While nobody can come in yet, and nothing tells the page of a change. */
const askAgainMs = 4_000;

/** The patient, or the family, on a phone: the link, two questions, two answers, and the room. */
export function GuestPage({ link }: { link: string | null }) {
  const [held] = useState(link);
  const [visit, setVisit] = useState<GuestConsult | null | undefined>(held ? null : undefined);
  const [fault, setFault] = useState<string | null>(null);
  const [inside, setInside] = useState(false);
  const look = () => api.guest().then(setVisit, (error: unknown) => {
    const gone = error instanceof Problem && !error.offline;
    if (gone) setVisit(null);
    setFault(gone ? t('guest.over') : problemText(error));
  });
  useEffect(() => {
    // The key of a link stays in no history and in no address that somebody photographs.
    if (held) history.replaceState(null, '', '#/guest');
    else void look();
  }, []);
  useEffect(() => {
    if (!visit || inside) return;
    const timer = setInterval(() => void look(), askAgainMs);
    return () => clearInterval(timer);
  }, [visit !== null && visit !== undefined, inside]);
  if (visit && inside) {
    return <GuestRoom visit={visit} take={setVisit} onLeft={(reason) => {
      setInside(false);
      setFault(reason);
      void look();
    }} />;
  }
  return (
    <main class="guest" id="main">
      <header class="guest__head">
        <h1>{t('guest.title')}</h1>
        <LanguageSwitch />
      </header>
      {fault && <div role="alert"><Banner tone="warn" icon="alert">{fault}</Banner></div>}
      {visit === undefined && !fault && <p class="soft" aria-busy="true">{t('common.loading')}</p>}
      {visit === null && held && <Door link={held} onOpen={(opened) => {
        setFault(null);
        setVisit(opened);
      }} />}
      {visit && <Visit visit={visit} take={setVisit} onEnter={() => {
        setFault(null);
        setInside(true);
      }} />}
    </main>
  );
}

/** Whoever holds the link says who the patient is: the name, and the end of one of their identifiers. */
function Door({ link, onOpen }: { link: string; onOpen: (visit: GuestConsult) => void }) {
  const [name, setName] = useState('');
  const [identifier, setIdentifier] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const open = async () => {
    setBusy(true);
    setFault(null);
    try {
      onOpen(await api.openGuestLink(link, name.trim(), identifier.trim()));
    } catch (error) {
      setFault(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="card stack" noValidate onSubmit={(event) => {
      event.preventDefault();
      void open();
    }}>
      <p class="guest__large">{t('guest.door')}</p>
      <TextField label={t('guest.patientName')} value={name} onInput={setName} maxLength={100} required testId="guest-patient-name" />
      <TextField label={t('guest.identifier')} hint={t('guest.identifier.hint')} value={identifier} onInput={setIdentifier} maxLength={40}
        required testId="guest-identifier" />
      {fault && <div role="alert"><Banner tone="alarm" icon="alert">{fault}</Banner></div>}
      <Button kind="primary" size="large" type="submit" wide busy={busy} testId="guest-open"
        disabled={!name.trim() || identifier.trim().length < 6}>{t('guest.open')}</Button>
    </form>
  );
}

const afterOpinion: readonly ConsultState[] = ['opinionSigned', 'acknowledged', 'closed', 'archived'];

function Visit({ visit, take, onEnter }: { visit: GuestConsult; take: (visit: GuestConsult) => void; onEnter: () => void }) {
  if (visit.reads && visit.binding === null && visit.contract === null) {
    return (
      <>
        <With visit={visit} />
        <GuestRecord visit={visit} take={take} />
      </>
    );
  }
  const signed = afterOpinion.includes(visit.state);
  const asked = visit.consentConsult !== null && visit.consentRecording !== null;
  return (
    <>
      <With visit={visit} />
      {visit.reads && <GuestRecord visit={visit} take={take} />}
      <GuestDependants visit={visit} take={take} />
      {signed && <GuestCare visit={visit} take={take} />}
      {!signed && <GuestConsents visit={visit} take={take} />}
      {asked && visit.mayBook && !visit.mayJoin && <GuestBooking visit={visit} take={take} />}
      {(signed || asked) && <GuestLibrary visit={visit} take={take} />}
      {!signed && asked && visit.consentConsult && (
        <>
          {!visit.mayJoin && <p class="guest__large" role="status" data-testid="guest-wait">{t('guest.wait')}</p>}
          <Button kind="primary" size="large" wide icon="camera" testId="guest-enter" disabled={!visit.mayJoin} onClick={onEnter}>
            {t('guest.enter')}
          </Button>
        </>
      )}
    </>
  );
}

/** Who asks, who answers, and when. */
function With({ visit }: { visit: GuestConsult }) {
  return (
    <section class="card stack stack--tight">
      <p class="guest__large">{t('guest.with', { doctor: nameOf(visit.requester.name), clinic: nameOf(visit.requester.institution) })}</p>
      {visit.specialist && (
        <p class="guest__large">{t('guest.specialist', {
          doctor: nameOf(visit.specialist.name), hospital: nameOf(visit.specialist.institution),
        })}</p>
      )}
      {visit.startsAt && <p class="guest__large">{t('guest.startsAt', { time: dayAndTime(visit.startsAt, now()) })}</p>}
    </section>
  );
}
