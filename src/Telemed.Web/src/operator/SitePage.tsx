import { useEffect, useState } from 'preact/hooks';
import type { HistoryRow, Site, SiteHistory } from '../api/contracts';
import * as api from '../api/telemed';
import { pathOf } from '../app/router';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { EmptyState } from '../ui/EmptyState';
import { Select } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { attempt } from '../ui/toasts';
import { Plot, type Point } from './Plot';
import { linkWords, stateLook } from './words';

const day = 86_400_000;
const spans = { day, week: 7 * day, month: 30 * day, year: 365 * day } as const;
type Span = keyof typeof spans;

/** One site's links over time. */
export function SitePage({ id, site }: { id: string; site: Site | null }) {
  const [chosen, setChosen] = useState<Span>('week');
  const [history, setHistory] = useState<SiteHistory | null>(null);
  useEffect(() => {
    let gone = false;
    setHistory(null);
    const until = now();
    void attempt(async () => {
      const answer = await api.siteHistory(id, new Date(until - spans[chosen]).toISOString(), new Date(until).toISOString());
      if (!gone) setHistory(answer);
    });
    return () => {
      gone = true;
    };
  }, [id, chosen]);
  return (
    <main class="operator" id="main">
      <p><a class="operator__back" href={pathOf.operator()}><Icon name="back" /> {t('operator.title')}</a></p>
      <div class="line line--apart">
        <h1 dir="auto">{site ? nameOf(site.name) : id}</h1>
        {site && <Badge tone={stateLook[site.state].tone} icon={stateLook[site.state].icon}>{t(`site.state.${site.state}`)}</Badge>}
      </div>
      {site && (
        <p class="soft">
          {linkWords(site)} · {t('site.people', { rooms: site.inRooms, desks: site.atDesk })}
          {site.seenAt && <> · {t('site.seen', { time: dayAndTime(site.seenAt, now()) })}</>}
        </p>
      )}
      <section class="card stack" aria-labelledby="history-title">
        <div class="line line--apart">
          <h2 id="history-title">{t('site.history')}</h2>
          <div class="line line--low">
            <Select label={t('counts.span')} value={chosen} testId="history-span"
              options={(Object.keys(spans) as Span[]).map((one) => ({ value: one, label: t(`span.${one}`) }))}
              onInput={(value) => setChosen(value as Span)} />
            {history && (
              <a class="button button--plain button--normal" download data-testid="history-csv"
                href={api.siteHistoryTable(id, history.from, history.until)}>{t('operator.csv')}</a>
            )}
          </div>
        </div>
        {history === null ? <p class="soft" aria-busy="true">{t('common.loading')}</p>
          : history.rows.length === 0 ? <EmptyState title={t('site.noHistory')} />
            : <Plots history={history} />}
      </section>
    </main>
  );
}

function Plots({ history }: { history: SiteHistory }) {
  const frame = {
    from: Date.parse(history.from), until: Date.parse(history.until), grain: history.grain === 'day' ? day : 3_600_000,
  };
  const points = (mean: (row: HistoryRow) => number | null, worst: (row: HistoryRow) => number | null): Point[] =>
    history.rows.map((row) => ({ at: Math.max(Date.parse(row.start), frame.from), mean: mean(row), worst: worst(row) }));
  return (
    <div class="operator__plots" data-testid="plots">
      <Plot {...frame} title={t('plot.score')} unit="" worstLabel={t('plot.low5')} least={5} points={points((row) => row.score, (row) => row.scoreLow)} />
      <Plot {...frame} title={t('plot.loss')} unit="%" worstLabel={t('plot.p95')} least={5} points={points((row) => row.lossPercent, (row) => row.lossP95)} />
      <Plot {...frame} title={t('plot.trip')} unit="ms" worstLabel={t('plot.p95')} least={100} points={points((row) => row.tripMs, (row) => row.tripP95)} />
      <Plot {...frame} title={t('plot.jitter')} unit="ms" worstLabel={t('plot.p95')} least={20} points={points((row) => row.jitterMs, (row) => row.jitterP95)} />
    </div>
  );
}
