import type { Consult, Participant } from '../api/contracts';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge, type Tone } from '../ui/Badge';
import { ConsentButtons } from './RecordingConsentSheet';
import type { RoomSession } from './session';
import { isBesidePatient } from './state';

const tones: Readonly<Record<Participant['recordingConsent'], Tone>> = { unanswered: 'warn', granted: 'good', refused: 'neutral' };

/** The own answer, to be changed at any time, and everybody's. */
export function ConsentPanel({ session, consult, asking }: { session: RoomSession; consult: Consult | null; asking: boolean }) {
  const state = session.state.value;
  const self = state?.participants.find((one) => one.id === state.self);
  const given = consult?.consents.find((one) => one.item === 'consult' && one.granted);
  return (
    <div class="stack">
      <section class="stack stack--tight" aria-labelledby="own-consent">
        <h3 id="own-consent">{t('consent.own')}</h3>
        {isBesidePatient(state) && <p class="small prose">{t('consent.recording.both')}</p>}
        <p class="small prose">{t('consent.recording.text')}</p>
        {self && !asking && <ConsentButtons session={session} answer={self.recordingConsent} />}
      </section>
      <section class="stack stack--tight" aria-labelledby="all-consents">
        <h3 id="all-consents">{t('consent.everybody')}</h3>
        <ul class="stack stack--tight">
          {state?.participants.map((one) => (
            <li key={one.id} class="line line--apart">
              <span>{one.id === state.self ? t('tile.you') : nameOf(one.person.name)}</span>
              <Badge tone={tones[one.recordingConsent]}>{t(`consent.${one.recordingConsent}`)}</Badge>
            </li>
          ))}
        </ul>
      </section>
      <section class="stack stack--tight" aria-labelledby="patient-consent">
        <h3 id="patient-consent">{t('consent.consult.title')}</h3>
        {given
          ? <p>{t('consent.given', { time: dayAndTime(given.at, now()), method: t(`consent.method.${given.method}`) })}</p>
          : <p>{t('consent.missing')}</p>}
      </section>
    </div>
  );
}
