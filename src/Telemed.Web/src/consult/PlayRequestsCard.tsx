import { useState } from 'preact/hooks';
import type { Consult, PlayRequest } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';

/** What the patient asked to play; the records officer grants or refuses it with a reason. */
export function PlayRequestsCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  if (consult.playRequests.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="play-requests" data-testid="play-requests">
      <h2 id="play-requests">{t('plays.title')}</h2>
      {consult.playRequests.map((one) => <Request key={one.at} consult={consult} request={one} take={take} />)}
    </section>
  );
}

function Request({ consult, request, take }: { consult: Consult; request: PlayRequest; take: (consult: Consult) => void }) {
  const [reason, setReason] = useState('');
  const open = request.answeredAt === null;
  const answer = (granted: boolean) => attempt(async () => take(await api.answerPlay(consult.id, request.recording, granted, reason.trim())));
  return (
    <div class="stack stack--tight" data-testid="play-request">
      <p class="line">
        <span>{t('plays.asked', { who: nameOf(request.by.name), time: dayAndTime(request.at, now()) })}</span>
        <Badge tone={open ? 'warn' : request.until === null ? 'neutral' : 'good'}>
          {open ? t('plays.open') : request.until === null ? t('plays.refused') : t('plays.granted', { time: dayAndTime(request.until, now()) })}
        </Badge>
      </p>
      {request.reason !== null && <p class="prose" dir="auto">{request.reason}</p>}
      {open && consult.actions.includes('answerPlay') && (
        <>
          <TextField label={t('plays.reason')} value={reason} onInput={setReason} maxLength={500} required testId="play-reason" />
          <div class="line">
            <Button kind="primary" testId="play-grant" disabled={!reason.trim()} onClick={() => answer(true)}>{t('plays.grant')}</Button>
            <Button testId="play-refuse" disabled={!reason.trim()} onClick={() => answer(false)}>{t('plays.refuse')}</Button>
          </div>
        </>
      )}
    </div>
  );
}
