import type { Consult } from '../api/contracts';
import { stateWords } from '../desk/words';
import { t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { dayAndTime } from '../time/format';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import type { Loaded } from './useConsult';

const over: ReadonlySet<string> = new Set(['cancelled', 'rejected', 'noShow', 'convertedToTransfer', 'closed', 'archived']);

/** What became of the slip of paper that led here: it holds, is out of date, belongs to no case, or could not be checked yet. */
export function SlipBanner({ loaded: { consult, problem, reload }, startsAt }: { loaded: Loaded; startsAt: number }) {
  if (problem?.code === 'not-found') return <Banner tone="warn" icon="alert" testId="slip-unknown">{t('slip.unknown')}</Banner>;
  if (problem) {
    // What was read before may be out of date too: a slip holds only as far as it was asked for.
    return (
      <Banner tone="warn" icon="alert" testId="slip-unchecked">
        <span>{t('slip.unchecked', { why: problemText(problem) })}</span>
        <Button testId="slip-again" onClick={reload}>{t('common.again')}</Button>
      </Banner>
    );
  }
  if (!consult) return <Banner testId="slip-checking">{t('slip.checking')}</Banner>;
  return <Checked consult={consult} startsAt={startsAt} />;
}

/** The appointment may have been moved since the slip was printed, or be over. */
function Checked({ consult, startsAt }: { consult: Consult; startsAt: number }) {
  const was = startsAt * 1_000;
  const words = { was: dayAndTime(new Date(was).toISOString(), 0) };
  if (over.has(consult.state)) return <Banner tone="warn" icon="alert" testId="slip-over">{t('slip.over', { ...words, state: stateWords(consult) })}</Banner>;
  if (consult.startsAt === null) return <Banner tone="warn" icon="alert" testId="slip-over">{t('slip.none', words)}</Banner>;
  if (Math.abs(Date.parse(consult.startsAt) - was) < 1_000) return <Banner icon="check" testId="slip-holds">{t('slip.holds', words)}</Banner>;
  return <Banner tone="warn" icon="alert" testId="slip-over">{t('slip.moved', { ...words, now: dayAndTime(consult.startsAt, 0) })}</Banner>;
}
