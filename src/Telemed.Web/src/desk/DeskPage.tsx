import { useState } from 'preact/hooks';
import type { ConsultRow, Me, Urgency } from '../api/contracts';
import { isSpecialist, looksOn, mayRequest } from '../app/session';
import { nameOf, t } from '../i18n';
import { ScanSlip } from '../scan/ScanSlip';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { AvailabilityCard } from './AvailabilityCard';
import { ConsultRowItem } from './ConsultRowItem';
import { others, own, refresh, rows } from './deskStore';
import { draftOf, keepDraft, loadDraft } from './drafts';
import { NewConsult } from './NewConsult';
import { byNeed, isDone, nextStep } from './order';
import { ProbesCard } from './ProbesCard';
import { flush, outbox, takeBack } from './sending';
import { isOn } from './words';
import './desk.css';

function List({ title, items, empty }: { title: string; items: readonly ConsultRow[]; empty?: string }) {
  if (items.length === 0 && !empty) return null;
  return (
    <section class="stack stack--tight" aria-label={title}>
      <h2>{title}</h2>
      {items.length === 0 ? <div class="card"><EmptyState title={empty ?? ''} /></div> : (
        <ul class="rows">
          {items.map((row) => <ConsultRowItem key={row.id} row={row} />)}
        </ul>
      )}
    </section>
  );
}

function Who() {
  const list = others.value;
  if (list.length === 0) return null;
  return (
    <section class="card stack stack--tight" aria-label={t('desk.whoIsThere')}>
      <h2>{t('desk.whoIsThere')}</h2>
      <ul class="stack stack--tight">
        {list.map((one) => (
          <li key={one.personId} class="who">
            <span>
              <strong>{nameOf(one.name)}</strong> <span class="soft small">{nameOf(one.title)}</span>
              <br />
              <span class="soft small">{nameOf(one.institution)}</span>
            </span>
            <Badge tone={one.state === 'available' ? 'good' : 'neutral'}>{t(`availability.${one.state}`)}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Requests that wait for the line. One that the server keeps refusing can be opened again. */
function Outbox({ me, onEdit }: { me: Me; onEdit: (urgency: Urgency) => void }) {
  const first = outbox.value[0];
  if (!first) return null;
  const edit = () => {
    const waiting = takeBack(me.id, first.commandId);
    if (!waiting) return;
    keepDraft(me.id, draftOf(waiting.request));
    onEdit(waiting.request.urgency);
  };
  return (
    <Banner tone="warn" icon="linkDown">
      <span>{t('outbox.waiting', { count: outbox.value.length })}</span>
      <Button onClick={() => flush(me.id).then(refresh)}>{t('common.again')}</Button>
      {!first.consultId && <Button onClick={edit}>{t('outbox.edit')}</Button>}
    </Banner>
  );
}

/** What would fill an empty desk; who is rung already, by their switch or by the rota, is not told to switch on. */
function emptyWords(me: Me): string {
  if (mayRequest(me)) return t('desk.empty.requester');
  if (looksOn(me)) return t('desk.empty.observer');
  if (!isSpecialist(me)) return t('desk.empty.interpreter');
  return t(isOn(own.value) ? 'desk.empty.specialist.on' : 'desk.empty.specialist.off');
}

export function DeskPage({ me }: { me: Me }) {
  const [sheet, setSheet] = useState<Urgency | null>(null);
  const list = rows.value ? [...rows.value].sort(byNeed) : null;
  const requester = mayRequest(me);
  const specialist = isSpecialist(me);
  const needs = list?.filter((row) => !isDone(row) && nextStep(row) !== 'look') ?? [];
  const waits = list?.filter((row) => !isDone(row) && nextStep(row) === 'look') ?? [];
  const over = list?.filter(isDone).slice(0, 20) ?? [];
  const draft = requester && sheet === null ? loadDraft(me.id) : null;
  return (
    <main class="desk" id="main">
      <div class="desk__main">
        <div class="line line--apart">
          <h1>{t(requester ? 'desk.title.requester' : looksOn(me) ? 'desk.title.observer' : 'desk.title.specialist')}</h1>
          {requester && (
            <div class="line">
              <ScanSlip />
              <Button icon="plus" kind="primary" testId="new-consult" onClick={() => setSheet('ordinary')}>{t('desk.new')}</Button>
              <Button icon="emergency" kind="danger" testId="new-emergency" onClick={() => setSheet('emergency')}>{t('desk.emergency')}</Button>
            </div>
          )}
        </div>
        {requester && <Outbox me={me} onEdit={setSheet} />}
        {draft?.summary && (
          <Banner>
            <span>{t('desk.unsent')}</span>
            <Button onClick={() => setSheet(draft.urgency)}>{t('desk.continue')}</Button>
          </Banner>
        )}
        {list === null ? <p class="soft" aria-busy="true">{t('common.loading')}</p> : (
          <>
            <List title={t('desk.needsMe')} items={needs} empty={emptyWords(me)} />
            <List title={t('desk.waiting')} items={waits} />
            <List title={t('desk.over')} items={over} />
          </>
        )}
      </div>
      <aside class="desk__side" aria-label={t('desk.side')}>
        {specialist && <AvailabilityCard />}
        {requester && <ProbesCard />}
        {requester && <Who />}
      </aside>
      {sheet && <NewConsult me={me} urgency={sheet} onClose={() => setSheet(null)} />}
    </main>
  );
}
