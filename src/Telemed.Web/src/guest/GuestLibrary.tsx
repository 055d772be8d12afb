import type { GuestConsult } from '../api/contracts';
import * as api from '../api/telemed';
import { consentTextVersion } from '../consult/consentText';
import { language, t } from '../i18n';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';

/** The third question, which keeps nobody from coming in: not answered is no, and every answer can be taken back at any time. */
export function GuestLibrary({ visit, take }: { visit: GuestConsult; take: (visit: GuestConsult) => void }) {
  const yes = visit.consentLibrary === true;
  const mayAgree = visit.kind === 'patient' && !visit.needsGuardian;
  if (!yes && !mayAgree) return null;
  const answer = (granted: boolean) => attempt(async () =>
    take(await api.guestConsent('library', granted, consentTextVersion.library, language.value === 'zh' ? 'zh' : 'en')));
  return (
    <section class="card stack stack--tight" aria-labelledby="guest-library" data-testid="guest-library">
      <h2 id="guest-library">{t('guest.consent.library.title')}</h2>
      <p>{t('guest.consent.library')}</p>
      <div class="line line--apart">
        <Badge tone={yes ? 'good' : 'neutral'} icon={yes ? 'check' : 'close'} testId="guest-library-answer">{t(yes ? 'guest.yes' : 'guest.no')}</Badge>
        <Button testId="guest-change-library" onClick={() => answer(!yes)}>{t(yes ? 'consent.recording.withdraw' : 'guest.agree')}</Button>
      </div>
      <p class="soft small">{t('consent.version', { version: consentTextVersion.library })}</p>
    </section>
  );
}
