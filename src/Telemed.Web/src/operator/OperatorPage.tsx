import { useEffect, useRef, useState } from 'preact/hooks';
import type { Overview } from '../api/contracts';
import * as api from '../api/telemed';
import { serviceWords } from '../desk/words';
import { nameOf, t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { dayAndTime, dayOf, span, timeOfDay } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { EmptyState } from '../ui/EmptyState';
import { Meter } from '../ui/Meter';
import { AlarmsCard } from './AlarmsCard';
import { NetworkMap } from './NetworkMap';
import { SitePage } from './SitePage';
import { isTroubled } from './words';
import './operator.css';

const everyMs = 10_000;

/** How the network is doing. Nothing on it names a patient or a case. */
export function OperatorPage({ site }: { site: string | null }) {
  const { overview, problem, load } = useOverview();
  if (site !== null) return <SitePage key={site} id={site} site={overview?.sites.find((one) => one.id === site) ?? null} />;
  return (
    <main class="operator" id="main">
      <div class="line line--apart">
        <h1>{t('operator.title')}</h1>
        {overview && <p class="soft small">{t('operator.asOf', { time: timeOfDay(overview.at) })}</p>}
      </div>
      {problem && <Banner tone="warn" icon="linkDown" testId="operator-old">{problem}</Banner>}
      {overview ? <Cards overview={overview} load={load} /> : <p class="soft" aria-busy="true">{t('common.loading')}</p>}
    </main>
  );
}

/** The overview, read again and again; an answer that comes after a later one's is not shown. */
function useOverview() {
  const [overview, setOverview] = useState<Overview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const asked = useRef(0);
  const shown = useRef(0);
  const load = async () => {
    const mine = ++asked.current;
    try {
      const answer = await api.overview();
      if (mine < shown.current) return;
      shown.current = mine;
      setOverview(answer);
      setProblem(null);
    } catch (error) {
      if (mine >= shown.current) setProblem(problemText(error));
    }
  };
  useEffect(() => {
    void load();
    const timer = setInterval(() => void load(), everyMs);
    return () => clearInterval(timer);
  }, []);
  return { overview, problem, load };
}

function Cards({ overview, load }: { overview: Overview; load: () => Promise<unknown> }) {
  return (
    <>
      <Summary overview={overview} />
      <AlarmsCard alarms={overview.alarms} onChange={load} />
      <Today overview={overview} />
      <NetworkMap overview={overview} />
      <Queue overview={overview} />
      <Nodes overview={overview} />
    </>
  );
}

function Summary({ overview }: { overview: Overview }) {
  const troubled = overview.sites.filter(isTroubled).length;
  const waiting = overview.waiting.reduce((sum, one) => sum + one.count, 0);
  const { recordings } = overview;
  const facts = [
    { key: 'alarms', value: overview.alarms.length, bad: overview.alarms.length > 0 },
    { key: 'troubled', value: troubled, bad: troubled > 0 },
    { key: 'inRooms', value: overview.sites.reduce((sum, one) => sum + one.inRooms, 0), bad: false },
    { key: 'waiting', value: waiting, bad: overview.waiting.some((one) => one.state === 'unstaffed') },
    { key: 'recording', value: recordings.running, bad: false },
    { key: 'failed', value: recordings.failed, bad: recordings.failed > 0 },
    { key: 'finalizing', value: recordings.finalizing, bad: false },
  ] as const;
  return (
    <dl class="operator__facts">
      {facts.map((one) => (
        <div key={one.key} class="operator__fact" data-bad={one.bad ? '' : undefined}>
          <dt>{t(`operator.fact.${one.key}`)}</dt>
          <dd>{one.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Today({ overview }: { overview: Overview }) {
  const nameFor = (id: string) => nameOf(overview.sites.find((one) => one.id === id)?.name) || id;
  return (
    <section class="card stack" aria-labelledby="today-title">
      <h2 id="today-title">{t('operator.today')}</h2>
      <p class="soft small">{t('operator.planned', { count: overview.planned })}</p>
      {overview.today.length === 0 ? <EmptyState icon="check" title={t('risk.none')} /> : (
        <ul class="operator__list">
          {overview.today.map((one) => (
            <li key={`${one.startsAt}${one.site}${one.service}`} class="operator__row" data-testid="risk">
              <span class="line">
                <strong>{timeOfDay(one.startsAt)}</strong> {nameFor(one.site)} <span class="soft">{serviceWords(one.service)}</span>
              </span>
              <Badge tone={one.reason === 'neverMeasured' ? 'accent' : 'warn'} icon="alert">{t(`risk.${one.reason}`)}</Badge>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Queue({ overview }: { overview: Overview }) {
  return (
    <section class="card stack" aria-labelledby="queue-title">
      <h2 id="queue-title">{t('operator.queue')}</h2>
      {overview.waiting.length === 0 ? <p class="soft">{t('queue.none')}</p> : (
        <div class="plot__scroll" tabIndex={0} role="region" aria-label={t('plot.tableOf', { title: t('operator.fact.waiting') })}>
          <table class="operator__table" data-testid="waiting">
            <thead><tr><th scope="col">{t('queue.urgency')}</th><th scope="col">{t('queue.state')}</th><th scope="col">{t('queue.count')}</th><th scope="col">{t('queue.longest')}</th></tr></thead>
            <tbody>
              {overview.waiting.map((one) => (
                <tr key={`${one.urgency}${one.state}`}>
                  <td>{t(`urgency.${one.urgency}`)}</td><td>{t(`state.${one.state}`)}</td><td>{one.count}</td>
                  <td>{span(Date.parse(overview.at) - Date.parse(one.oldest))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div class="line line--apart">
        <h3>{t('operator.rings')}</h3>
        <a class="button button--plain button--normal" href={api.ringsTable} download>{t('operator.csv')}</a>
      </div>
      {overview.rings.length === 0 ? <p class="soft">{t('rings.none')}</p> : (
        <div class="plot__scroll" tabIndex={0} role="region" aria-label={t('plot.tableOf', { title: t('operator.rings') })}>
          <table class="operator__table" data-testid="rings">
            <thead><tr>{(['day', 'accepted', 'declined', 'expired', 'median', 'p95'] as const).map((one) => <th key={one} scope="col">{t(`rings.${one}`)}</th>)}</tr></thead>
            <tbody>
              {overview.rings.map((one) => (
                <tr key={one.day}>
                  <th scope="row">{dayOf(Date.parse(one.day))}</th><td>{one.accepted}</td><td>{one.declined}</td><td>{one.expired}</td>
                  <td>{one.medianSeconds ?? '–'}</td><td>{one.p95Seconds ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Nodes({ overview }: { overview: Overview }) {
  return (
    <section class="card stack" aria-labelledby="nodes-title">
      <h2 id="nodes-title">{t('operator.nodes')}</h2>
      {overview.recordings.oldestFinalizing && (
        <p class="soft small">{t('operator.oldestFinalizing', { time: dayAndTime(overview.recordings.oldestFinalizing, now()) })}</p>
      )}
      <ul class="operator__grid">
        {overview.nodes.map((one) => (
          <li key={one.name} class="operator__node" data-testid="node">
            <div class="line line--apart">
              <strong dir="auto">{one.name}</strong>
              <Badge tone={one.alive ? (one.draining ? 'warn' : 'good') : 'alarm'} icon={one.alive ? 'check' : 'linkDown'}>
                {t(one.alive ? (one.draining ? 'node.draining' : 'node.alive') : 'node.lost')}
              </Badge>
            </div>
            {one.rooms !== null && <p class="small">{t('node.load', { rooms: one.rooms, people: one.participants ?? 0 })}</p>}
            {one.percentBusy !== null && <Measure label={t('node.busy')} percent={one.percentBusy} />}
            {one.percentFull !== null && <Measure label={t('node.disk')} percent={one.percentFull} />}
            <p class="small soft">{t('node.seen', { time: dayAndTime(one.seenAt, now()) })}</p>
            {one.clockSkewMs !== null && <p class="small soft">{t('node.clock', { skew: one.clockSkewMs, faults: one.faults ?? 0 })}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const marks = { warn: 70, alarm: 85 };

function Measure({ label, percent }: { label: string; percent: number }) {
  const tone = percent >= marks.alarm ? 'alarm' : percent >= marks.warn ? 'warn' : 'good';
  return (
    <div>
      <p class="small">{t('node.percent', { label, percent })}</p>
      <Meter label={label} value={percent / 100} text={`${percent} %`} tone={tone} />
    </div>
  );
}
