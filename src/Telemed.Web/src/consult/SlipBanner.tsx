import type { Consult } from '../api/contracts';
import { stateWords } from '../desk/words';
import { t } from '../i18n';
import { dayAndTime } from '../time/format';
import { Banner } from '../ui/Banner';

const over: ReadonlySet<string> = new Set(['cancelled', 'rejected', 'noShow', 'convertedToTransfer', 'closed', 'archived']);

/** Whether the slip of paper that led here still holds: the appointment may have been moved since it was printed, or be over. */
export function SlipBanner({ consult, startsAt }: { consult: Consult; startsAt: number }) {
  const was = startsAt * 1_000;
  const words = { was: dayAndTime(new Date(was).toISOString(), 0) };
  if (over.has(consult.state)) return <Banner tone="warn" icon="alert" testId="slip-over">{t('slip.over', { ...words, state: stateWords(consult) })}</Banner>;
  if (consult.startsAt === null) return <Banner tone="warn" icon="alert" testId="slip-over">{t('slip.none', words)}</Banner>;
  if (Math.abs(Date.parse(consult.startsAt) - was) < 1_000) return <Banner icon="check" testId="slip-holds">{t('slip.holds', words)}</Banner>;
  return <Banner tone="warn" icon="alert" testId="slip-over">{t('slip.moved', { ...words, now: dayAndTime(consult.startsAt, 0) })}</Banner>;
}
