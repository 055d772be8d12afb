import type { CopyFacts } from '../api/contracts';
import { serviceWords } from '../desk/words';
import { t } from '../i18n';
import { Badge } from '../ui/Badge';

/** What is told of a case beside its words. */
export function Facts({ of }: { of: CopyFacts }) {
  return (
    <p class="line">
      <Badge tone="accent">{serviceWords(of.service)}</Badge>
      {of.sex && <Badge>{t(`sex.${of.sex}`)}</Badge>}
      {of.ageBand && <Badge>{of.ageBand === '<1' ? t('library.years.first') : t('library.years', { band: of.ageBand })}</Badge>}
      <Badge>{t('library.house', { level: t(`level.${of.level}`) })}</Badge>
    </p>
  );
}
