import { useEffect, useState } from 'preact/hooks';
import type { Sample } from '../api/contracts';
import * as api from '../api/telemed';
import { t } from '../i18n';
import { PlayableList } from '../playback/PlayableList';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { EmptyState } from '../ui/EmptyState';
import { attempt } from '../ui/toasts';
import { serviceWords } from './words';

/** The recordings that were drawn for the quality reviewer: by chance, as their cases were closed. */
export function SampleCard() {
  const [list, setList] = useState<Sample[] | null>(null);
  useEffect(() => void attempt(async () => setList(await api.samples())), []);
  return (
    <section class="card stack" aria-labelledby="sample-title" data-testid="sample">
      <h2 id="sample-title">{t('sample.title')}</h2>
      <p class="soft">{t('sample.meaning')}</p>
      {list === null ? <p class="soft" aria-busy="true">{t('common.loading')}</p> : list.length === 0 ? <EmptyState title={t('sample.empty')} /> : (
        <ul class="stack">
          {list.map((one) => (
            <li key={one.recordings[0]?.id} class="stack stack--tight">
              <p><strong>{serviceWords(one.service)}</strong> <span class="soft">{t('sample.until', { time: dayAndTime(one.until, now()) })}</span></p>
              <PlayableList recordings={one.recordings} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
