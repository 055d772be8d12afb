import { consentTextVersion } from '../consult/consentText';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { Sheet } from '../ui/Sheet';
import { attempt } from '../ui/toasts';
import type { RoomSession } from './session';
import { isBesidePatient } from './state';

/** Each person's own answer, asked once on entering. The room behind it goes on; nothing is recorded before. */
export function RecordingConsentSheet({ session }: { session: RoomSession }) {
  const both = isBesidePatient(session.state.value);
  return (
    <Sheet title={t(both ? 'consent.recording.title.both' : 'consent.recording.title')} modal={false} testId="consent-recording">
      <div class="stack">
        {both && <p class="prose">{t('consent.recording.both')}</p>}
        <p class="prose">{t('consent.recording.text')}</p>
        <p class="soft small">{t('consent.version', { version: consentTextVersion.recording })}</p>
        <ConsentButtons session={session} />
      </div>
    </Sheet>
  );
}

export function ConsentButtons({ session, answer }: { session: RoomSession; answer?: string }) {
  return (
    <div class="line">
      <Button kind="primary" icon="check" testId="consent-recording-agree" pressed={answer ? answer === 'granted' : undefined}
        onClick={() => attempt(() => session.consentToRecording(true))}>
        {t(isBesidePatient(session.state.value) ? 'consent.recording.agree.both' : 'consent.recording.agree')}
      </Button>
      <Button icon="close" testId="consent-recording-refuse" pressed={answer ? answer === 'refused' : undefined}
        onClick={() => attempt(() => session.consentToRecording(false))}>
        {t(answer === 'granted' ? 'consent.recording.withdraw' : 'consent.recording.refuse')}
      </Button>
    </div>
  );
}
