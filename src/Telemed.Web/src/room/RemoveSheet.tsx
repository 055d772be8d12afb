import { t } from '../i18n';
import { Button } from '../ui/Button';
import { Sheet } from '../ui/Sheet';
import { attempt } from '../ui/toasts';
import type { RoomSession } from './session';

/** Asks once more before somebody is removed: they are let in no more. */
export function RemoveSheet({ session }: { session: RoomSession }) {
  const whom = session.removing.value;
  if (!whom) return null;
  const close = () => {
    session.removing.value = null;
  };
  const remove = async () => {
    if (await attempt(() => session.remove(whom.id))) close();
  };
  return (
    <Sheet title={t('remove.title', { name: whom.name })} onClose={close} testId="remove-sheet">
      <div class="stack">
        <p>{t('remove.meaning')}</p>
        <div class="line">
          <Button onClick={close}>{t('remove.keep')}</Button>
          <Button kind="danger" testId="remove-do" onClick={remove}>{t('remove.do')}</Button>
        </div>
      </div>
    </Sheet>
  );
}
