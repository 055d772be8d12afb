import type { ConsultRow, ConsultState, Me } from '../api/contracts';
import { t } from '../i18n';
import { EmptyState } from '../ui/EmptyState';
import { ScanSlip } from '../scan/ScanSlip';
import { ConsultRowItem } from './ConsultRowItem';
import { rows } from './deskStore';
import { byNeed } from './order';
import { ProbesCard } from './ProbesCard';
import { SampleCard } from './SampleCard';
import './desk.css';
import './board.css';

type Lane = 'calls' | 'copies' | 'review' | 'nobody' | 'ringing' | 'taken' | 'session' | 'opinion' | 'filed';

const lanes: Readonly<Record<Exclude<Lane, 'calls' | 'copies'>, readonly ConsultState[]>> = {
  review: ['submitted', 'underReview'],
  nobody: ['unstaffed'],
  ringing: ['dispatching', 'offered'],
  taken: ['accepted', 'scheduled', 'ready'],
  session: ['inSession', 'interrupted'],
  opinion: ['sessionEnded', 'opinionPending'],
  filed: ['closed', 'archived'],
};

const lanesOf = (me: Me): readonly Exclude<Lane, 'calls' | 'copies'>[] => {
  if (me.roles.includes('dispatcher')) return ['nobody', 'ringing', 'taken', 'session', 'opinion'];
  return me.roles.includes('qualityReviewer') ? ['review', 'nobody', 'ringing', 'taken'] : ['filed'];
};

/** The whole queue by state, the most urgent first in each, with the clocks that run. */
export function BoardPage({ me }: { me: Me }) {
  const list = rows.value ? [...rows.value].sort(byNeed) : null;
  const calls = list?.filter((row) => row.actions.includes('answerAlert')) ?? [];
  const copies = list?.filter((row) => row.actions.includes('reviewCopy')) ?? [];
  const apart = [...calls, ...copies];
  return (
    <main class="board" id="main">
      <div class="line line--apart">
        <h1>{t(me.roles.includes('dispatcher') ? 'board.title' : me.roles.includes('qualityReviewer') ? 'board.review' : 'board.archive')}</h1>
        {me.roles.includes('dispatcher') && <ScanSlip />}
      </div>
      {list === null ? <p class="soft" aria-busy="true">{t('common.loading')}</p> : (
        <div class="board__lanes">
          {calls.length > 0 && <LaneList lane="calls" items={calls} />}
          {copies.length > 0 && <LaneList lane="copies" items={copies} />}
          {lanesOf(me).map((lane) => (
            <LaneList key={lane} lane={lane} items={list.filter((row) => !apart.includes(row) && lanes[lane].includes(row.state))} />
          ))}
        </div>
      )}
      {me.roles.includes('dispatcher') && <ProbesCard />}
      {me.roles.includes('qualityReviewer') && <SampleCard />}
    </main>
  );
}

function LaneList({ lane, items }: { lane: Lane; items: readonly ConsultRow[] }) {
  return (
    <section class="board__lane" aria-label={t(`board.${lane}`)} data-lane={lane}>
      <h2>{t(`board.${lane}`)} <span class="soft">{items.length}</span></h2>
      {items.length === 0 ? <EmptyState title={lane === 'calls' || lane === 'copies' ? '' : t(`board.empty.${lane}`)} /> : (
        <ul class="rows">{items.map((row) => <ConsultRowItem key={row.id} row={row} />)}</ul>
      )}
    </section>
  );
}
