import { useEffect, useRef } from 'preact/hooks';
import type { Consult, Me } from '../api/contracts';
import { go, pathOf } from '../app/router';
import { isSpecialist, mayRequest } from '../app/session';
import { isCalling, isJoinable } from '../desk/order';
import { OverdueBadges } from '../desk/OverdueBadges';
import { clockWords, serviceWords, stateTone, stateWords, titleOf } from '../desk/words';
import { t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { announce } from '../ui/announce';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Clock } from '../ui/Clock';
import { Icon } from '../ui/Icon';
import { AftermathCard } from './AftermathCard';
import { ArrangeCard } from './ArrangeCard';
import { AttachmentsCard } from './AttachmentsCard';
import { BreakGlass } from './BreakGlass';
import { CaseCard, PersonLine } from './CaseCard';
import { ChatCard } from './ChatCard';
import { CheckCard } from './CheckCard';
import { ClosingCard } from './ClosingCard';
import { ConsultConsentCard } from './ConsultConsentCard';
import { DraftCard } from './DraftCard';
import { ExpertsCard } from './ExpertsCard';
import { GuestCard } from './GuestCard';
import { IdentityCard } from './IdentityCard';
import { InterpreterCard } from './InterpreterCard';
import { CopyReview, LibraryCard } from './LibraryCard';
import { OpinionCard } from './OpinionCard';
import { OrdersCard } from './OrdersCard';
import { PhoneBanner } from './PhoneBanner';
import { PlayRequestsCard } from './PlayRequestsCard';
import { RecordingsCard } from './RecordingsCard';
import { ReviewCard } from './ReviewCard';
import { SlipBanner } from './SlipBanner';
import { TeachingCard } from './TeachingCard';
import { TimelineCard } from './TimelineCard';
import { useConsult, type Loaded } from './useConsult';
import { WaitingCard } from './WaitingCard';
import './consult.css';

export function ConsultPage({ id, me, slip }: { id: string; me: Me; slip?: number | undefined }) {
  const loaded = useConsult(id);
  const { consult, problem } = loaded;
  const state = consult?.state;
  const said = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (consult && said.current && said.current !== state) announce(stateWords(consult));
    said.current = state;
  }, [state]);
  return (
    <main class="consult" id="main">
      <div class="consult__head">
        <a class="consult__back" href={pathOf.desk()}><Icon name="back" />{t('consult.back')}</a>
        {consult && <Head consult={consult} />}
      </div>
      {slip !== undefined && <SlipBanner loaded={loaded} startsAt={slip} />}
      {consult?.glassUntil && (
        <Banner tone="alarm" icon="alert" testId="glass-banner">
          <span>{t('glass.banner')}</span>
          <Clock dueAt={consult.glassUntil} label={t('glass.closes')} />
        </Banner>
      )}
      {!consult && problem?.code === 'not-found' && (mayRequest(me) || isSpecialist(me)) && <BreakGlass id={id} take={loaded.take} />}
      {!consult && problem && slip === undefined && (
        <Banner tone="warn" icon="alert">
          <span>{problemText(problem)}</span>
          <Button onClick={loaded.reload}>{t('common.again')}</Button>
        </Banner>
      )}
      {!consult && !problem && <p class="soft" aria-busy="true">{t('common.loading')}</p>}
      {consult && <Body consult={consult} me={me} loaded={loaded} />}
    </main>
  );
}

function Head({ consult }: { consult: Consult }) {
  return (
    <div class="consult__line">
      <h1 class="consult__title" dir="auto" tabIndex={-1}>{titleOf(consult)}</h1>
      <div class="line" aria-live="polite">
        <Badge tone={stateTone(consult.state)} testId="consult-state">{stateWords(consult)}</Badge>
        <Badge tone={consult.urgency === 'emergency' ? 'alarm' : consult.urgency === 'urgent' ? 'warn' : 'neutral'}>
          {t(`urgency.${consult.urgency}`)}
        </Badge>
        <Badge>{serviceWords(consult.service)}</Badge>
        <OverdueBadges row={consult} />
        {consult.clock && !isCalling(consult.state) && (
          <Clock dueAt={consult.clock.dueAt} label={clockWords(consult.clock.kind)} />
        )}
      </div>
    </div>
  );
}

function Body({ consult, me, loaded }: { consult: Consult; me: Me; loaded: Loaded }) {
  const requester = consult.mine === 'requester';
  const before = isCalling(consult.state) || consult.state === 'unstaffed' || isJoinable(consult.state);
  if (consult.mine === 'interpreter') return <InterpreterBody consult={consult} take={loaded.take} />;
  if (consult.mine === 'observer') return <ObserverBody consult={consult} />;
  if (consult.actions.includes('reviewCopy') && consult.summary === null) return <ReviewerBody consult={consult} />;
  return (
    <div class="consult__body">
      <div class="consult__main">
        {consult.session?.phoneOffered && consult.session.phone && <PhoneBanner number={consult.session.phone} />}
        {(consult.state === 'draft' || consult.state === 'returned') && requester && <DraftCard consult={consult} take={loaded.take} />}
        {(isCalling(consult.state) || consult.state === 'unstaffed') && <WaitingCard consult={consult} take={loaded.take} />}
        <ReviewCard consult={consult} take={loaded.take} />
        {requester && (before || consult.override?.owed || consult.lane === 'asynchronous') && consult.actions.includes('consent') && (
          <ConsultConsentCard consult={consult} me={me} take={loaded.take} />
        )}
        <IdentityCard consult={consult} take={loaded.take} />
        <GuestCard consult={consult} take={loaded.take} />
        <ExpertsCard consult={consult} take={loaded.take} />
        <InterpreterCard consult={consult} take={loaded.take} />
        <TeachingCard consult={consult} take={loaded.take} />
        <ArrangeCard consult={consult} take={loaded.take} />
        {isJoinable(consult.state) && consult.state !== 'scheduled' && consult.mine !== 'other' && <CheckCard consult={consult} />}
        <OpinionCard consult={consult} take={loaded.take} />
        <AftermathCard consult={consult} me={me} take={loaded.take} />
        <LibraryCard consult={consult} me={me} take={loaded.take} />
        <OrdersCard consult={consult} me={me} take={loaded.take} />
        <PlayRequestsCard consult={consult} take={loaded.take} />
        <RecordingsCard consult={consult} />
        <ChatCard consult={consult} />
        <ClosingCard consult={consult} take={loaded.take} />
      </div>
      <aside class="consult__side" aria-label={t('consult.side')}>
        <CaseCard consult={consult} />
        <AttachmentsCard consult={consult} take={loaded.take} />
        <TimelineCard consult={consult} />
      </aside>
    </div>
  );
}

/** Who looks on to learn sees who is there and the way in, and nothing of the record. */
function ObserverBody({ consult }: { consult: Consult }) {
  return (
    <div class="consult__body">
      <div class="consult__main">
        <section class="card stack" aria-labelledby="viewer-title">
          <h2 id="viewer-title">{t('viewer.title')}</h2>
          <p><PersonLine person={consult.requester} /></p>
          {consult.specialist && <p><PersonLine person={consult.specialist} /></p>}
          <p class="prose">{t('viewer.meaning')}</p>
          <div>
            <Button kind="primary" size="large" icon="people" testId="join-room" disabled={!consult.actions.includes('join')}
              onClick={() => go(pathOf.room(consult.id))}>{t('viewer.enter')}</Button>
          </div>
        </section>
      </div>
    </div>
  );
}

/** Who releases a copy reads the copy, and nothing of the case. */
function ReviewerBody({ consult }: { consult: Consult }) {
  return (
    <div class="consult__body">
      <div class="consult__main">
        <CopyReview consult={consult} />
      </div>
    </div>
  );
}

/** Who interprets sees the language, the time and the room, and nothing of the record. */
function InterpreterBody({ consult, take }: { consult: Consult; take: Loaded['take'] }) {
  return (
    <div class="consult__body">
      <div class="consult__main">
        <InterpreterCard consult={consult} take={take} />
        {isJoinable(consult.state) && consult.actions.includes('giveBackInterpreting') && <CheckCard consult={consult} />}
      </div>
    </div>
  );
}
