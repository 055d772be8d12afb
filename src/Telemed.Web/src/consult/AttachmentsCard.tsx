import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Attachment, Consult, Point } from '../api/contracts';
import * as api from '../api/telemed';
import { gainsOf, type Colour } from '../files/colour';
import { FileViewer } from '../files/FileViewer';
import { isViewable } from '../files/open';
import { wholePage } from '../files/view';
import { nameOf, t, tryT } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Sheet } from '../ui/Sheet';
import { attempt, toast } from '../ui/toasts';

const taken = '.png,.jpg,.jpeg,.pdf,.dcm,.scp,image/png,image/jpeg,application/pdf,application/dicom';

/** Pictures, documents and files of devices, beside the case; pictures are seen at once, the others opened. */
export function Attachments({ consult, take, more }: {
  consult: Consult;
  take?: (consult: Consult) => void;
  /** What else can be done with a file where this list stands. */
  more?: (file: Attachment) => ComponentChildren;
}) {
  const [looking, setLooking] = useState<Attachment | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const may = take !== undefined && consult.actions.includes('attach');
  const add = async (files: FileList | null) => {
    setBusy(true);
    // One after the other: a file that is refused does not keep the others out.
    for (const file of files ?? []) await attempt(async () => take?.(await api.attach(consult.id, file)));
    setBusy(false);
    if (input.current) input.current.value = '';
  };
  return (
    <>
      {consult.attachments.length === 0 && <EmptyState title={t('files.none')} />}
      {consult.attachments.length > 0 && (
        <ul class="files">
          {consult.attachments.map((one) => <FileItem key={one.id} consult={consult} file={one} more={more} look={() => setLooking(one)} />)}
        </ul>
      )}
      {may && (
        <div class="line">
          <input ref={input} class="visually-hidden" type="file" multiple accept={taken} aria-label={t('files.add')} data-testid="attach-file"
            tabIndex={-1} onChange={(event) => void add(event.currentTarget.files)} />
          <Button icon="plus" busy={busy} testId="attach" onClick={() => input.current?.click()}>{t('files.add')}</Button>
          <span class="soft small">{t('files.kinds')}</span>
        </div>
      )}
      {looking && (
        <FileSheet consult={consult} file={consult.attachments.find((one) => one.id === looking.id) ?? looking} take={take} onClose={() => setLooking(null)} />
      )}
    </>
  );
}

/** A file alone, to look at for oneself. */
function FileSheet({ consult, file, take, onClose }: {
  consult: Consult;
  file: Attachment;
  take: ((consult: Consult) => void) | undefined;
  onClose: () => void;
}) {
  const [view, setView] = useState(wholePage);
  const [picking, setPicking] = useState(false);
  const mayMark = take !== undefined && file.still !== null && consult.actions.includes('attach');
  const pick = (at: Point, seen: Colour) => {
    const gains = gainsOf(seen);
    if (!gains) return toast(t('card.notGrey'));
    setPicking(false);
    void attempt(async () => take?.(await api.markColourCard(consult.id, file.id, at, gains)));
  };
  const name = file.name ?? t('files.nameless');
  return (
    <Sheet title={name} wide onClose={onClose} testId="file-sheet">
      <div class="file-sheet">
        {mayMark && (
          <p class="line">
            <Button icon="colours" testId="card-pick" onClick={() => setPicking(!picking)}>{t(picking ? 'card.picking' : file.card ? 'card.again' : 'card.pick')}</Button>
            {file.card && <Badge tone="good" testId="card-marked">{t('card.marked', { name: nameOf(file.card.by.name) })}</Badge>}
          </p>
        )}
        <FileViewer path={api.attachmentPath(consult.id, file.id)} mediaType={file.mediaType} name={name} view={view} pointer={null} onView={setView} gains={file.card} onPick={picking ? pick : null} />
      </div>
    </Sheet>
  );
}

function FileItem({ consult, file, more, look }: {
  consult: Consult;
  file: Attachment;
  more: ((file: Attachment) => ComponentChildren) | undefined;
  look: () => void;
}) {
  const path = api.attachmentPath(consult.id, file.id);
  const name = file.name ?? t('files.nameless');
  const size = file.size < 1_000_000 ? `${Math.max(1, Math.round(file.size / 1000))} kB` : `${(file.size / 1_000_000).toFixed(1)} MB`;
  return (
    <li class="files__item" data-testid="attachment">
      <a href={path} target="_blank" rel="noopener" class="files__link">
        {file.mediaType.startsWith('image/') && <img class="files__picture" src={path} alt="" loading="lazy" />}
        <span dir="auto">{name}</span>
      </a>
      <span class="soft small">
        {tryT(`fileKind.${file.mediaType}`)} · {size} · {nameOf(file.by.name)} · {dayAndTime(file.at, now())}
      </span>
      {file.still && <span class="soft small">{t('still.of', { feed: t(`feed.${file.still.feed}`), name: nameOf(file.still.of.name) })}</span>}
      {!file.scanned && <Badge>{t('files.unscanned')}</Badge>}
      <span class="line">
        {isViewable(file.mediaType) && <Button icon="zoom" testId="look-at-file" onClick={look}>{t('files.look')}</Button>}
        {more?.(file)}
      </span>
    </li>
  );
}

export function AttachmentsCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  if (consult.attachments.length === 0 && !consult.actions.includes('attach')) return null;
  return (
    <section class="card stack" aria-labelledby="files-title" data-testid="attachments">
      <h2 id="files-title">{t('files.title')}</h2>
      <Attachments consult={consult} take={take} />
    </section>
  );
}
