import { useState } from 'preact/hooks';
import type { CopyFile } from '../api/contracts';
import { FileViewer } from '../files/FileViewer';
import { wholePage } from '../files/view';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { Sheet } from '../ui/Sheet';

/** The pictures of a copy: seen small at once, and large one at a time. */
export function Pictures({ files, pathOf }: { files: readonly CopyFile[]; pathOf: (file: string) => string }) {
  const [open, setOpen] = useState<number | null>(null);
  const shown = open === null ? undefined : files[open];
  if (files.length === 0) return null;
  return (
    <>
      <ul class="library__pictures">
        {files.map((one, i) => (
          <li key={one.id} class="stack stack--tight" data-testid="copy-picture">
            {one.mediaType.startsWith('image/') && <img class="library__picture" src={pathOf(one.id)} alt={t('library.picture', { number: i + 1 })} loading="lazy" />}
            <Button icon="zoom" testId="look-at-picture" onClick={() => setOpen(i)}>{t('library.look', { number: i + 1 })}</Button>
          </li>
        ))}
      </ul>
      {shown && open !== null && <Large path={pathOf(shown.id)} mediaType={shown.mediaType} number={open + 1} onClose={() => setOpen(null)} />}
    </>
  );
}

function Large({ path, mediaType, number, onClose }: { path: string; mediaType: string; number: number; onClose: () => void }) {
  const [view, setView] = useState(wholePage);
  const name = t('library.picture', { number });
  return (
    <Sheet title={name} wide onClose={onClose} testId="picture-sheet">
      <div class="library__large">
        <FileViewer path={path} mediaType={mediaType} name={name} view={view} pointer={null} onView={setView} />
      </div>
    </Sheet>
  );
}
