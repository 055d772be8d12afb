import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { person } from '../app/session';
import { language, nameOf, t } from '../i18n';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import { consentTextVersion } from './consentText';

/** The patient's own consent to teaching, and the room open to those who look on; the one does not stand without the other. */
export function TeachingCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const opens = consult.actions.includes('openTeaching');
  const closes = consult.actions.includes('closeTeaching');
  if (!opens && !closes) return null;
  const agreed = consult.consents.filter((one) => one.item === 'teaching' && one.subject === 'patient').at(-1)?.granted ?? false;
  const consent = (granted: boolean) => attempt(async () => take(await api.consent(consult.id, {
    item: 'teaching',
    subject: 'patient',
    granted,
    method: 'spoken',
    ...(person.value ? { witness: nameOf(person.value.name) } : {}),
    textVersion: consentTextVersion.teaching,
    language: language.value === 'zh' ? 'zh' : 'en',
  })));
  const open = (wanted: boolean) => attempt(async () => take(await api.teach(consult.id, wanted)));
  return (
    <section class="card stack" aria-labelledby="teaching-title" data-testid="teaching">
      <div class="line line--apart">
        <h2 id="teaching-title">{t('teaching.title')}</h2>
        {closes && <Badge tone="accent" icon="people">{t('teaching.open')}</Badge>}
      </div>
      <p class="prose small">{t('teaching.text')}</p>
      <p class="line">
        <span>{t('teaching.consent')}</span>
        <Badge tone={agreed ? 'good' : 'neutral'} testId="teaching-consent">{t(agreed ? 'guest.yes' : 'guest.no')}</Badge>
      </p>
      <div class="line">
        {consult.mine === 'requester' && (
          <Button icon={agreed ? 'close' : 'consent'} testId={agreed ? 'teaching-withdraw' : 'teaching-agree'} onClick={() => consent(!agreed)}>
            {t(agreed ? 'consent.recording.withdraw' : 'teaching.agree')}
          </Button>
        )}
        {opens && <Button kind="primary" icon="people" testId="teaching-open" disabled={!agreed} onClick={() => open(true)}>{t('teaching.start')}</Button>}
        {closes && <Button icon="close" testId="teaching-close" onClick={() => open(false)}>{t('teaching.stop')}</Button>}
      </div>
    </section>
  );
}
