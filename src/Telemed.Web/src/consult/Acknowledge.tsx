import { useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';

/** The requester says that the opinion was read, and whether it is followed; the decision stays theirs. */
export function Acknowledge({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [note, setNote] = useState('');
  const done = consult.acknowledgement;
  if (done) {
    return (
      <div class="line">
        <Badge tone={done.adopted ? 'good' : 'warn'} icon="check" testId="acknowledged">
          {t(done.adopted ? 'ack.adopted' : 'ack.notAdopted')}
        </Badge>
        <span class="soft">{nameOf(done.by.name)} · {dayAndTime(done.at, now())}</span>
        {done.note && <span class="prose" dir="auto">{done.note}</span>}
      </div>
    );
  }
  if (consult.mine !== 'requester' || consult.state !== 'opinionSigned') return null;
  const send = (adopted: boolean) => attempt(async () => take(await api.acknowledge(consult.id, adopted, note.trim())));
  return (
    <div class="stack stack--tight">
      <TextField label={t('ack.note')} hint={t('ack.note.hint')} value={note} onInput={setNote} maxLength={1000} />
      <div class="line">
        <Button kind="primary" icon="check" testId="opinion-acknowledge" onClick={() => send(true)}>{t('ack.adopt')}</Button>
        <Button testId="opinion-not-adopted" onClick={() => send(false)}>{t('ack.notAdopt')}</Button>
      </div>
    </div>
  );
}
