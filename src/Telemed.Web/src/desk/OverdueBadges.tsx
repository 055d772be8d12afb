import type { ConsultRow } from '../api/contracts';
import { t } from '../i18n';
import { Badge } from '../ui/Badge';

/** What a consult waits for longer than it should, each in words. */
export function OverdueBadges({ row }: { row: Pick<ConsultRow, 'overdue'> }) {
  return row.overdue.map((one) => <Badge key={one} tone="alarm" icon="alert" testId="overdue">{t(`overdue.${one}`)}</Badge>);
}
