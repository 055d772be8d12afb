import type { Consult } from '../api/contracts';
import { CaseFacts } from '../consult/CaseCard';
import { InterpreterCard } from '../consult/InterpreterCard';
import { OpinionFields } from '../consult/OpinionEditor';
import { OpinionText } from '../consult/OpinionText';
import { TeachingCard } from '../consult/TeachingCard';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Tabs } from '../ui/Tabs';
import { CaseStops } from './CaseStops';
import { AudiencePanel } from './AudiencePanel';
import { ChatPanel } from './ChatPanel';
import { ConsentPanel } from './ConsentPanel';
import { FilesPanel } from './FilesPanel';
import type { RoomSession } from './session';
import { isInterpreter } from './state';

export type PanelTab = 'case' | 'files' | 'chat' | 'opinion' | 'consent';

/** Case, files, chat, opinion, consent: one panel, one tab at a time. */
export function SidePanel(props: {
  session: RoomSession;
  consult: Consult | null;
  tab: PanelTab;
  unread: number;
  asking: boolean;
  take: (consult: Consult) => void;
  onTab: (tab: PanelTab) => void;
  onClose: () => void;
}) {
  const { session, consult, tab } = props;
  // Nothing of the record is theirs to see: what would be empty is not offered.
  const interprets = isInterpreter(session.state.value);
  return (
    <aside class="panel" aria-label={t('panel.title')}>
      <Tabs<PanelTab>
        label={t('panel.title')}
        selected={tab}
        onSelect={props.onTab}
        tabs={[
          { id: 'case', label: t('panel.case') },
          ...(interprets ? [] : [{ id: 'files' as const, label: t('files.title') }]),
          { id: 'chat', label: t('panel.chat'), count: tab === 'chat' ? 0 : props.unread },
          ...(interprets ? [] : [{ id: 'opinion' as const, label: t('panel.opinion') }]),
          { id: 'consent', label: t('panel.consent') },
        ]}
      >
        {tab === 'case' && (consult ? <CaseTab session={session} consult={consult} take={props.take} /> : <p class="soft">{t('common.loading')}</p>)}
        {tab === 'files' && (consult ? <FilesPanel session={session} consult={consult} take={props.take} /> : <p class="soft">{t('common.loading')}</p>)}
        {tab === 'chat' && <ChatPanel session={session} />}
        {tab === 'opinion' && <OpinionTab consult={consult} />}
        {tab === 'consent' && <ConsentPanel session={session} consult={consult} asking={props.asking} />}
      </Tabs>
      <div class="panel__close"><Button wide icon="close" onClick={props.onClose}>{t('panel.close')}</Button></div>
    </aside>
  );
}

/** The case, who interprets, and the ways out; an interpreter sees of it what they are asked for. */
function CaseTab({ session, consult, take }: { session: RoomSession; consult: Consult; take: (consult: Consult) => void }) {
  return (
    <div class="stack">
      <AudiencePanel session={session} />
      {consult.mine !== 'interpreter' && <CaseFacts consult={consult} />}
      <InterpreterCard consult={consult} take={take} />
      <TeachingCard consult={consult} take={take} />
      <CaseStops consult={consult} />
    </div>
  );
}

function OpinionTab({ consult }: { consult: Consult | null }) {
  if (!consult) return <p class="soft">{t('common.loading')}</p>;
  if (consult.opinion?.signedAt) return <OpinionText opinion={consult.opinion} />;
  if (consult.mine !== 'specialist') {
    return <EmptyState icon="opinion" title={t('opinion.waiting')}>{t('opinion.waiting.meaning')}</EmptyState>;
  }
  return (
    <div class="stack">
      <OpinionFields consult={consult} />
      <p class="soft small">{t('opinion.signLater')}</p>
    </div>
  );
}
