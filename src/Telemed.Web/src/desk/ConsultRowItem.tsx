import type { ConsultRow } from '../api/contracts';
import { pathOf } from '../app/router';
import { nameOf, t } from '../i18n';
import { now } from '../time/serverClock';
import { dayAndTime } from '../time/format';
import { Badge } from '../ui/Badge';
import { Clock } from '../ui/Clock';
import { isOver, nextStep } from './order';
import { OverdueBadges } from './OverdueBadges';
import { clockWords, patientWords, serviceWords, stateTone, stateWords, titleOf } from './words';
import './row.css';

/** One consult: what it is, its state in words, its clock, and the one next thing to do. */
export function ConsultRowItem({ row }: { row: ConsultRow }) {
  const step = nextStep(row);
  const other = row.mine === 'specialist' ? row.requester : row.specialist;
  return (
    <li class="row" data-urgency={row.urgency} data-over={isOver(row.state) ? '' : undefined} data-consult={row.id}>
      <div class="row__main">
        <div class="line">
          <Badge tone={stateTone(row.state)}>{stateWords(row)}</Badge>
          {row.urgency !== 'ordinary' && (
            <Badge tone={row.urgency === 'emergency' ? 'alarm' : 'warn'} icon={row.urgency === 'emergency' ? 'emergency' : undefined}>
              {t(`urgency.${row.urgency}`)}
            </Badge>
          )}
          <OverdueBadges row={row} />
          {row.clock && !isOver(row.state) && <Clock dueAt={row.clock.dueAt} label={clockWords(row.clock.kind)} />}
        </div>
        <h3 class="row__title" dir="auto">{titleOf(row)}</h3>
        <p class="row__facts">
          {row.patientLabel !== null && <span>{patientWords(row.patientLabel)}</span>}
          <span>{serviceWords(row.service)}</span>
          {other && (
            <span>
              {nameOf(other.name)}, {nameOf(other.institution)}
            </span>
          )}
          <span>{dayAndTime(row.submittedAt ?? row.createdAt, now())}</span>
        </p>
      </div>
      <a
        class={`button button--normal button--${step === 'look' ? 'plain' : 'primary'} row__next`}
        href={pathOf.consult(row.id)}
        data-testid="consult-open"
      >
        {t(`step.${step}`)}
        <span class="visually-hidden">{row.summaryLine}</span>
      </a>
    </li>
  );
}
