import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { FileViewer } from '../files/FileViewer';
import { nameOf, t } from '../i18n';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import type { RoomSession } from './session';

/** The file that somebody shows, on the stage of everybody who may see files; only who shows it turns its pages. */
export function SharedView({ session, consult }: { session: RoomSession; consult: Consult | null }) {
  const state = session.state.value;
  const presentation = state?.presentation;
  const file = consult?.attachments.find((one) => one.id === presentation?.file);
  if (!state || !presentation || !consult || !file) return null;
  const mine = presentation.participant === state.self;
  const shown = (mine ? session.presenter.shown.value : null) ?? presentation;
  const by = state.participants.find((one) => one.id === presentation.participant);
  const name = file.name ?? t('files.nameless');
  return (
    <section class="tile shared" data-stage="" data-testid="shared" data-mine={mine ? '' : undefined} aria-label={t('shared.title')}>
      <div class="line line--apart shared__head">
        <p><strong dir="auto">{name}</strong> <span class="soft">{mine ? t('shared.byYou') : t('shared.by', { name: nameOf(by?.person.name) })}</span></p>
        {mine && <Button icon="close" testId="shared-end" onClick={() => attempt(() => session.endPresenting())}>{t('shared.end')}</Button>}
      </div>
      <FileViewer key={file.id} path={api.attachmentPath(consult.id, file.id)} mediaType={file.mediaType} name={name} view={shown.view} pointer={shown.pointer} gains={file.card}
        {...(mine ? {
          onView: (view) => session.presenter.look(view),
          onPointer: (pointer) => session.presenter.point(pointer),
        } : {})} />
    </section>
  );
}
