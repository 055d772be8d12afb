import { useState } from 'preact/hooks';
import type { Consult, GuestKind, NewGuestLink } from '../api/contracts';
import * as api from '../api/telemed';
import { t } from '../i18n';
import { timeOfDay } from '../time/format';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Clock } from '../ui/Clock';
import { Select, TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';
import { BindingPart } from './BindingPart';

const kinds: readonly GuestKind[] = ['patient', 'proxy'];
const tones = { open: 'neutral', used: 'good', expired: 'warn', spent: 'warn', withdrawn: 'neutral' } as const;

/** Links for the patient and the family: shown once, to scan or to print; they serve once. */
export function GuestCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [kind, setKind] = useState<GuestKind>('patient');
  const [name, setName] = useState('');
  const [link, setLink] = useState<NewGuestLink | null>(null);
  const [chosen, setChosen] = useState<'join' | 'read'>('join');
  const mayInvite = consult.actions.includes('inviteGuest');
  const mayShow = consult.actions.includes('showOpinion');
  const reads = mayShow && (!mayInvite || chosen === 'read');
  const may = mayInvite || mayShow;
  if (!may && consult.guests.length === 0) return null;
  const make = () => attempt(async () => {
    const made = await api.inviteGuest(consult.id, kind, kind === 'proxy' ? name.trim() : '', reads);
    setLink(made);
    setName('');
    take(made.view);
  });
  const withdraw = (id: string) => attempt(async () => {
    take(await api.withdrawGuest(consult.id, id));
    if (link?.guest === id) setLink(null);
  });
  const shown = link && consult.guests.some((one) => one.id === link.guest && one.state === 'open') ? link : null;
  return (
    <section class="card stack" aria-labelledby="guest-title" data-testid="guests">
      <h2 id="guest-title">{t(reads ? 'guest.card.read' : 'guest.card.title')}</h2>
      {may && <p class="soft">{t(reads ? 'guest.card.read.meaning' : 'guest.card.meaning')}</p>}
      {consult.guests.map((one) => (
        <div class="stack stack--tight" key={one.id}>
          <div class="line line--apart">
            <span class="line">
              <strong>{one.name ?? t(`guest.kind.${one.kind}`)}</strong>
              <Badge tone={tones[one.state]} testId="guest-state">{t(`guest.link.${one.state}`)}</Badge>
              {one.reads && <Badge>{t('guest.link.reads')}</Badge>}
              {one.usedAt && <span class="soft small">{timeOfDay(Date.parse(one.usedAt))}</span>}
              {one.state === 'open' && <Clock dueAt={one.until} label={t('guest.until')} />}
            </span>
            {may && (one.state === 'open' || one.state === 'used') && (
              <Button icon="close" testId="guest-withdraw" onClick={() => withdraw(one.id)}>
                {t(one.state === 'used' ? 'guest.remove' : 'guest.withdraw')}
              </Button>
            )}
          </div>
          <BindingPart consult={consult} guest={one} take={take} />
        </div>
      ))}
      {shown && (
        <div class="guest-slip" data-testid="guest-slip">
          <img class="guest-slip__qr" alt={t('guest.qr')} width={220} height={220} src={`data:image/svg+xml;utf8,${encodeURIComponent(shown.qr)}`} />
          <div class="stack stack--tight">
            <p>{t('guest.slip.how')}</p>
            <p class="guest-slip__url" data-testid="guest-url">{shown.url}</p>
            <Banner icon="clock">{t('guest.slip.once', { time: timeOfDay(Date.parse(shown.until)) })}</Banner>
            <div class="guest-slip__print"><Button onClick={() => print()}>{t('guest.print')}</Button></div>
          </div>
        </div>
      )}
      {may && (
        <div class="sign">
          {mayInvite && mayShow && (
            <Select label={t('guest.for')} value={chosen} testId="guest-for" onInput={(value) => setChosen(value as typeof chosen)}
              options={[{ value: 'join', label: t('guest.card.title') }, { value: 'read', label: t('guest.card.read') }]} />
          )}
          <Select label={t('guest.who')} value={kind} testId="guest-kind" onInput={(value) => setKind(value as GuestKind)}
            options={kinds.map((one) => ({ value: one, label: t(`guest.kind.${one}`) }))} />
          {kind === 'proxy' && <TextField label={t('guest.name')} value={name} onInput={setName} maxLength={100} required testId="guest-name" />}
          <Button kind="primary" testId="guest-invite" disabled={kind === 'proxy' && !name.trim()} onClick={make}>{t('guest.make')}</Button>
        </div>
      )}
    </section>
  );
}
