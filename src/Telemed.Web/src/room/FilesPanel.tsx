import type { Consult } from '../api/contracts';
import { Attachments } from '../consult/AttachmentsCard';
import { isViewable } from '../files/open';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import type { RoomSession } from './session';
import { mayDraw } from './state';

/** The case's files beside the picture; a doctor shows one of them to everybody. */
export function FilesPanel({ session, consult, take }: { session: RoomSession; consult: Consult; take: (consult: Consult) => void }) {
  const may = mayDraw(session.state.value);
  return (
    <div class="stack">
      <Attachments consult={consult} take={take} more={(file) => may && isViewable(file.mediaType) && (
        <Button icon="share" testId="show-file" onClick={() => attempt(() => session.presenter.start(file.id))}>{t('shared.show')}</Button>
      )} />
    </div>
  );
}
