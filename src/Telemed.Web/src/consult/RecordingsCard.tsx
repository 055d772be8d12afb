import type { Consult, RecordingRow } from '../api/contracts';
import { pathOf } from '../app/router';
import { t } from '../i18n';
import { span, dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Icon } from '../ui/Icon';
import { Meter } from '../ui/Meter';

const megabyte = 1_000_000;

function Row({ row }: { row: RecordingRow }) {
  const ready = row.state === 'sealed' || row.state === 'onHold';
  return (
    <li class="recording-row">
      <div class="stack stack--tight">
        <span>
          {dayAndTime(row.startedAt, now())} · {span(row.recordedMs)}
          {ready && row.sizeBytes > 0 ? ` · ${(row.sizeBytes / megabyte).toFixed(1)} MB` : ''}
          {row.marks.length > 0 ? ` · ${t('recording.marks', { count: row.marks.length })}` : ''}
        </span>
        {!ready && (
          <Badge tone={row.state === 'failed' ? 'alarm' : 'accent'}>{t(`recordingRow.${row.state}`)}</Badge>
        )}
        {row.state === 'finalizing' && row.progress !== null && (
          <Meter label={t('recordingRow.finalizing')} value={row.progress} text={`${Math.round(row.progress * 100)} %`} />
        )}
      </div>
      {ready && (
        <a class="button button--primary button--normal" href={pathOf.recording(row.id)} data-testid="recording-play">
          <Icon name="play" />{t('recording.play')}
        </a>
      )}
    </li>
  );
}

export function RecordingsCard({ consult }: { consult: Consult }) {
  const list = consult.recordings.filter((row) => row.state !== 'off' && row.state !== 'awaitingConsent');
  if (list.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="recordings-title">
      <h2 id="recordings-title">{t('recordings.title')}</h2>
      <ul class="stack">{list.map((row) => <Row key={row.id} row={row} />)}</ul>
    </section>
  );
}
