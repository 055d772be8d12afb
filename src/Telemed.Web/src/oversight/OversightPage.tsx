import { useEffect, useState } from 'preact/hooks';
import type { Count, Glass, Institution, Me, Ordered } from '../api/contracts';
import * as api from '../api/telemed';
import { changed } from '../desk/deskStore';
import { serviceWords } from '../desk/words';
import { nameOf, t } from '../i18n';
import { PlayableList } from '../playback/PlayableList';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Select } from '../ui/Field';
import { attempt } from '../ui/toasts';
import '../desk/desk.css';
import './oversight.css';

/** What those see who oversee and see no case: opened glasses, and counts. */
export function OversightPage({ me }: { me: Me }) {
  return (
    <main class="oversight" id="main">
      <h1>{t('oversight.title')}</h1>
      {me.roles.includes('privacyOfficer') && <Glasses />}
      {me.roles.includes('regulator') && <Orders />}
      {me.roles.includes('regulator') && <Counts />}
    </main>
  );
}

function Glasses() {
  const [list, setList] = useState<Glass[] | null>(null);
  const change = changed.value.count;
  const load = () => attempt(async () => setList(await api.glasses()));
  useEffect(() => void load(), [change]);
  const review = (glass: Glass, justified: boolean) => attempt(async () => {
    await api.reviewGlass(glass, justified);
    await load();
  });
  return (
    <section class="card stack" aria-labelledby="glasses-title">
      <h2 id="glasses-title">{t('glasses.title')}</h2>
      {list === null ? <p class="soft" aria-busy="true">{t('common.loading')}</p> : list.length === 0 ? (
        <EmptyState title={t('glasses.empty')} />
      ) : (
        <ul class="oversight__list">
          {list.map((one) => (
            <li key={`${one.consult}${one.at}`} class="oversight__glass" data-testid="glass">
              <div class="stack stack--tight">
                <div class="line">
                  <strong>{nameOf(one.person.name)}</strong>
                  <span class="soft small">{nameOf(one.person.title)} · {nameOf(one.person.institution)}</span>
                  {one.reviewedAt === null ? (
                    <Badge tone={one.overdue ? 'alarm' : 'warn'} icon={one.overdue ? 'alert' : 'clock'}>
                      {t(one.overdue ? 'glasses.overdue' : 'glasses.open')}
                    </Badge>
                  ) : (
                    <Badge tone={one.justified ? 'good' : 'alarm'}>{t(one.justified ? 'glasses.justified' : 'glasses.unjustified')}</Badge>
                  )}
                </div>
                <p class="prose" dir="auto">{one.reason}</p>
                <p class="soft small">{dayAndTime(one.at, now())} · {t('glasses.case', { id: one.consult })}</p>
              </div>
              {one.reviewedAt === null && (
                <div class="line">
                  <Button kind="primary" testId="glass-justified" onClick={() => review(one, true)}>{t('glasses.justify')}</Button>
                  <Button testId="glass-unjustified" onClick={() => review(one, false)}>{t('glasses.notJustify')}</Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What the regulator may play, each by an order of its own. */
function Orders() {
  const [list, setList] = useState<Ordered[] | null>(null);
  useEffect(() => void attempt(async () => setList(await api.orders())), []);
  return (
    <section class="card stack" aria-labelledby="ordered-title" data-testid="ordered">
      <h2 id="ordered-title">{t('ordered.title')}</h2>
      {list === null ? <p class="soft" aria-busy="true">{t('common.loading')}</p> : list.length === 0 ? (
        <EmptyState title={t('ordered.empty')}>{t('ordered.empty.meaning')}</EmptyState>
      ) : (
        <ul class="stack">
          {list.map((one) => (
            <li key={`${one.number}${one.until}`} class="stack stack--tight">
              <p class="line">
                <strong dir="auto">{one.authority}</strong>
                <span dir="auto">{one.number}</span>
                <span class="soft">{t('ordered.until', { time: dayAndTime(one.until, now()) })}</span>
              </p>
              {one.recordings.length === 0 ? <p class="soft">{t('ordered.nothing')}</p> : <PlayableList recordings={one.recordings} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const spans = { week: 7, month: 30, year: 365 } as const;

function Counts() {
  const [span, setSpan] = useState<keyof typeof spans>('month');
  const [rows, setRows] = useState<Count[] | null>(null);
  const [names, setNames] = useState<readonly Institution[]>([]);
  useEffect(() => void attempt(async () => setNames(await api.institutions())), []);
  useEffect(() => void attempt(async () => {
    const until = now();
    setRows(await api.counts(new Date(until - spans[span] * 86_400_000).toISOString(), new Date(until).toISOString()));
  }), [span]);
  const nameFor = (id: string) => {
    const found = names.find((one) => one.id === id);
    return found ? nameOf(found.name) : id;
  };
  return (
    <section class="card stack" aria-labelledby="counts-title">
      <div class="line line--apart">
        <h2 id="counts-title">{t('counts.title')}</h2>
        <div class="line line--low">
          <Select label={t('counts.span')} value={span} options={(Object.keys(spans) as (keyof typeof spans)[])
            .map((one) => ({ value: one, label: t(`span.${one}`) }))} onInput={(value) => setSpan(value as keyof typeof spans)} />
          <a class="button button--plain button--normal" href={api.countsTable} download>{t('counts.table')}</a>
        </div>
      </div>
      {rows === null ? <p class="soft" aria-busy="true">{t('common.loading')}</p> : rows.length === 0 ? (
        <EmptyState title={t('counts.empty')} />
      ) : (
        <div class="oversight__scroll" tabIndex={0} role="region" aria-label={t('plot.tableOf', { title: t('counts.title') })}>
          <table class="oversight__table" data-testid="counts">
            <thead>
              <tr>{(['institution', 'service', 'lane', 'state', 'number'] as const).map((one) => <th key={one} scope="col">{t(`counts.${one}`)}</th>)}</tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.institution}${row.service}${row.lane}${row.state}`}>
                  <td>{nameFor(row.institution)}</td>
                  <td>{serviceWords(row.service)}</td>
                  <td>{t(`lane.${row.lane}`)}</td>
                  <td>{t(`state.${row.state}`)}</td>
                  <td>{row.count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
