import { useState } from 'preact/hooks';
import type { Consult, Me, PlayOrder } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';

interface Props {
  consult: Consult;
  me: Me;
  take: (consult: Consult) => void;
}

/** Orders by which a regulator plays the recording: one records officer enters, another confirms, any ends. */
export function OrdersCard({ consult, me, take }: Props) {
  const [open, setOpen] = useState(false);
  if (!consult.actions.includes('keepOrders')) return null;
  return (
    <section class="card stack" aria-labelledby="orders-title" data-testid="orders">
      <h2 id="orders-title">{t('orders.title')}</h2>
      <p class="soft">{t('orders.meaning')}</p>
      {consult.orders.map((one) => <Order key={one.id} order={one} consult={consult} me={me} take={take} />)}
      {open
        ? <Entry consult={consult} take={(after) => {
            setOpen(false);
            take(after);
          }} />
        : <div><Button testId="order-open" onClick={() => setOpen(true)}>{t('orders.enter')}</Button></div>}
    </section>
  );
}

function stateOf(order: PlayOrder): { tone: 'good' | 'warn' | 'neutral'; words: string } {
  if (order.endedAt !== null || Date.parse(order.until) <= now()) return { tone: 'neutral', words: t('orders.over') };
  return order.confirmedAt === null ? { tone: 'warn', words: t('orders.waits') } : { tone: 'good', words: t('orders.inForce') };
}

function Order({ order, consult, me, take }: Props & { order: PlayOrder }) {
  const state = stateOf(order);
  const step = (which: 'confirm-order' | 'end-order') => attempt(async () => take(await api.orderStep(consult.id, order.id, which)));
  const running = state.tone !== 'neutral';
  return (
    <div class="stack stack--tight" data-testid="order">
      <p class="line">
        <strong dir="auto">{order.authority}</strong>
        <span dir="auto">{order.number}</span>
        <Badge tone={state.tone} testId="order-state">{state.words}</Badge>
      </p>
      <p class="prose" dir="auto">{order.reason}</p>
      <p class="soft small">{t('orders.by', { name: nameOf(order.enteredBy.name), until: dayAndTime(order.until, now()) })}</p>
      {order.confirmedBy && <p class="soft small">{t('orders.confirmedBy', { name: nameOf(order.confirmedBy.name) })}</p>}
      {running && (
        <div class="line">
          {order.confirmedAt === null && order.enteredBy.id !== me.id && (
            <Button kind="primary" testId="order-confirm" onClick={() => step('confirm-order')}>{t('orders.confirm')}</Button>
          )}
          {order.confirmedAt === null && order.enteredBy.id === me.id && <span class="soft">{t('orders.own')}</span>}
          <Button testId="order-end" onClick={() => step('end-order')}>{t('orders.end')}</Button>
        </div>
      )}
    </div>
  );
}

function Entry({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [authority, setAuthority] = useState('');
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const whole = authority.trim() && number.trim() && reason.trim() && until;
  const enter = () => attempt(async () => take(await api.enterOrder(consult.id, {
    // The whole of the day that is named, by UTC+8.
    authority: authority.trim(), number: number.trim(), reason: reason.trim(), until: new Date(`${until}T23:59:59+08:00`).toISOString(),
  })));
  return (
    <div class="stack">
      <TextField label={t('orders.authority')} value={authority} onInput={setAuthority} maxLength={200} required testId="order-authority" />
      <TextField label={t('orders.number')} value={number} onInput={setNumber} maxLength={100} required testId="order-number" />
      <TextField label={t('orders.reason')} value={reason} onInput={setReason} maxLength={500} required testId="order-reason" />
      <TextField label={t('orders.until')} type="date" value={until} onInput={setUntil} required testId="order-until" />
      <div><Button kind="primary" testId="order-enter" disabled={!whole} onClick={enter}>{t('orders.enter')}</Button></div>
    </div>
  );
}
