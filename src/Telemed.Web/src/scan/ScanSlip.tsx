import { Problem } from '../api/problem';
import * as api from '../api/telemed';
import { go, pathOf } from '../app/router';
import { t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { meaningOf } from './meaning';
import { ScanButton } from './ScanButton';

/** Whoever comes with a slip of paper is found by it. */
export function ScanSlip() {
  return <ScanButton label={t('scan.slip')} testId="scan-slip" title={t('scan.slip')} hint={t('scan.slip.hint')} typedLabel={t('scan.slip.typed')} onCode={openSlip} />;
}

async function openSlip(code: string): Promise<string | (() => void)> {
  const meaning = meaningOf(code);
  if (meaning.kind !== 'case') return t(meaning.kind === 'guest' ? 'scan.fault.guest' : 'scan.fault.foreign');
  try {
    await api.consult(meaning.id);
  } catch (error) {
    return error instanceof Problem && error.code === 'not-found' ? t('scan.fault.unknown') : problemText(error);
  }
  return () => go(pathOf.slip(meaning.id, meaning.startsAt));
}
