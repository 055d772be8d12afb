import type { SoundMix } from '../api/contracts';
import { t } from '../i18n';
import { Icon } from '../ui/Icon';
import { attempt } from '../ui/toasts';
import type { RoomSession } from './session';
import { hasInterpreter } from './state';

const mixes: readonly SoundMix[] = ['both', 'over', 'interpreter', 'original'];

/** Each listener chooses for themselves; shown while there is an interpreter. */
export function MixChooser({ session }: { session: RoomSession }) {
  const state = session.state.value;
  if (!state || !hasInterpreter(state)) return null;
  return (
    <label class="mix">
      <Icon name="languages" />
      <select class="field__control" value={state.mix} aria-label={t('mix.label')} data-testid="mix"
        onInput={(event) => void attempt(() => session.setMix(event.currentTarget.value as SoundMix))}>
        {mixes.map((one) => <option key={one} value={one}>{t(`mix.${one}`)}</option>)}
      </select>
    </label>
  );
}
