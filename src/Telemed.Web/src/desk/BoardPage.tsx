import type { ConsultRow, ConsultState, Me } from '../api/contracts';
import { t } from '../i18n';
import { EmptyState } from '../ui/EmptyState';
import { ConsultRowItem } from './ConsultRowItem';
import { rows } from './deskStore';
import { byNeed } from './order';
import './desk.css';
import './board.css';

type Lane = 'review' | 'nobody' | 'ringing' | 'taken' | 'session' | 'opinion' | 'filed';

const lanes: Readonly<Record<Lane, readonly ConsultState[]>> = {
  review: ['submitted', 'underReview'],
  nobody: ['unstaffed'],
  ringing: ['dispatching', 'offered'],
  taken: ['accepted', 'scheduled', 'ready'],
  session: ['inSession', 'interrupted'],
  opinion: ['sessionEnded', 'opinionPending'],
  filed: ['closed', 'archived'],
};

const lanesOf = (me: Me): readonly Lane[] => {
  if (me.roles.includes('dispatcher')) return ['nobody', 'ringing', 'taken', 'session', 'opinion'];
  return me.roles.includes('qualityReviewer') ? ['review', 'nobody', 'ringing', 'taken'] : ['filed'];
};

/** The whole queue by state, the most urgent first in each, with the clocks that run. */
export function BoardPage({ me }: { me: Me }) {
  const list = rows.value ? [...rows.value].sort(byNeed) : null;
  return (
    <main class="board" id="main">
      <h1>{t(me.roles.includes('dispatcher') ? 'board.title' : me.roles.includes('qualityReviewer') ? 'board.review' : 'board.archive')}</h1>
      {list === null ? <p class="soft" aria-busy="true">{t('common.loading')}</p> : (
        <div class="board__lanes">
          {lanesOf(me).map((lane) => <LaneList key={lane} lane={lane} items={list.filter((row) => lanes[lane].includes(row.state))} />)}
        </div>
      )}
    </main>
  );
}

function LaneList({ lane, items }: { lane: Lane; items: readonly ConsultRow[] }) {
  return (
    <section class="board__lane" aria-label={t(`board.${lane}`)} data-lane={lane}>
      <h2>{t(`board.${lane}`)} <span class="soft">{items.length}</span></h2>
      {items.length === 0 ? <EmptyState title={t(`board.empty.${lane}`)} /> : (
        <ul class="rows">{items.map((row) => <ConsultRowItem key={row.id} row={row} />)}</ul>
      )}
    </section>
  );
}
