import { useState } from 'preact/hooks';
import type { Guardian, GuestConsult } from '../api/contracts';
import * as api from '../api/telemed';
import { GuardianFields, isWhole, noGuardian, proxies } from '../consult/ConsentFields';
import { consentTextVersion } from '../consult/consentText';
import { language, localeOf, t } from '../i18n';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';

/** One question at a time, in large plain words that the phone reads aloud; an answer can be taken back. */
export function GuestConsents({ visit, take }: { visit: GuestConsult; take: (visit: GuestConsult) => void }) {
  const [guardian, setGuardian] = useState<Guardian>(noGuardian);
  const proxy = visit.kind === 'proxy';
  if (visit.needsGuardian && !proxy && visit.consentConsult === null) {
    return <Banner tone="warn" icon="consent">{t('guest.child')}</Banner>;
  }
  const item = visit.consentConsult === null ? 'consult' : visit.consentRecording === null ? 'recording' : null;
  const whole = !proxy || isWhole(guardian);
  const answer = (of: 'consult' | 'recording', granted: boolean) => attempt(async () =>
    take(await api.guestConsent(of, granted, consentTextVersion[of], language.value === 'zh' ? 'zh' : 'en', granted && proxy ? guardian : undefined)));
  if (!item) return <Given visit={visit} onChange={answer} />;
  const text = t(item === 'consult' ? 'guest.consent.consult' : 'guest.consent.recording');
  return (
    <section class="card stack" aria-labelledby="guest-consent" data-testid={`guest-consent-${item}`}>
      <h2 id="guest-consent">{t(item === 'consult' ? 'guest.consent.consult.title' : 'guest.consent.recording.title')}</h2>
      <p class="guest__large">{text}</p>
      {'speechSynthesis' in globalThis && <div><Button icon="speaker" onClick={() => readAloud(text)}>{t('guest.readAloud')}</Button></div>}
      {proxy && (
        <fieldset class="stack stack--tight">
          <legend><strong>{t('guardian.title')}</strong></legend>
          <GuardianFields guardian={guardian} relations={proxies} tried={false} onInput={setGuardian} />
        </fieldset>
      )}
      <Button kind="primary" size="large" wide icon="check" testId="guest-agree" disabled={!whole} onClick={() => answer(item, true)}>
        {t('guest.agree')}
      </Button>
      <Button size="large" wide icon="close" testId="guest-refuse" onClick={() => answer(item, false)}>{t('guest.refuse')}</Button>
      <p class="soft small">{t('consent.version', { version: consentTextVersion[item] })}</p>
    </section>
  );
}

function Given({ visit, onChange }: { visit: GuestConsult; onChange: (item: 'consult' | 'recording', granted: boolean) => Promise<unknown> }) {
  return (
    <section class="card stack stack--tight" aria-label={t('guest.answers')}>
      {(['consult', 'recording'] as const).map((item) => {
        const yes = item === 'consult' ? visit.consentConsult === true : visit.consentRecording === true;
        return (
          <div class="line line--apart" key={item}>
            <span class="line">
              <span>{t(`guest.answer.${item}`)}</span>
              <Badge tone={yes ? 'good' : 'neutral'} icon={yes ? 'check' : 'close'}>{t(yes ? 'guest.yes' : 'guest.no')}</Badge>
            </span>
            {(yes || visit.kind === 'patient') && (
              <Button testId={`guest-change-${item}`} onClick={() => onChange(item, !yes)}>{t(yes ? 'consent.recording.withdraw' : 'guest.agree')}</Button>
            )}
          </div>
        );
      })}
    </section>
  );
}

function readAloud(text: string): void {
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = localeOf(language.value);
  said.rate = 0.9;
  speechSynthesis.speak(said);
}
