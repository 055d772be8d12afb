import { nameOf, t } from '../i18n';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { attempt } from '../ui/toasts';
import type { RoomSession } from './session';

/** How long the word is given for; it can be given again. */
const wordSeconds = 120;

/** How many look on, for everybody. */
export function AudienceCount({ session }: { session: RoomSession }) {
  const audience = session.state.value?.audience;
  if (!audience || audience.count === 0) return null;
  return (
    <span class="audience-count" data-testid="audience-count" data-count={audience.count}>
      <Icon name="people" />
      {t('audience.count', { count: audience.count })}
      {audience.hands > 0 && <Badge tone="warn" icon="hand">{String(audience.hands)}</Badge>}
    </span>
  );
}

/** Who looks on, for those who give the word: hands first, in the order in which they went up. */
export function AudiencePanel({ session }: { session: RoomSession }) {
  const state = session.state.value;
  const audience = state?.audience;
  if (!audience || audience.people.length === 0) return null;
  const speaks = (id: string) => audience.word?.participant === id;
  return (
    <section class="card stack stack--tight" aria-labelledby="audience-title" data-testid="audience">
      <h2 id="audience-title">{t('audience.count', { count: audience.count })}</h2>
      <ul class="stack stack--tight">
        {audience.people.map((one) => (
          <li key={one.id} class="line line--apart" data-testid="viewer">
            <span>
              {nameOf(one.person.name)} <span class="soft small">{nameOf(one.person.institution)}</span>{' '}
              {one.handAt && <Badge tone="warn" icon="hand">{t('audience.hand')}</Badge>}
              {speaks(one.id) && <Badge tone="good" icon="mic">{t('audience.speaks')}</Badge>}
            </span>
            <span class="line">
              {speaks(one.id)
                ? <Button testId="word-take" onClick={() => attempt(() => session.giveWord(null, wordSeconds))}>{t('audience.take')}</Button>
                : <Button testId="word-give" onClick={() => attempt(() => session.giveWord(one.id, wordSeconds))}>{t('audience.give')}</Button>}
              <Button icon="close" testId="viewer-remove" label={t('tile.remove', { name: nameOf(one.person.name) })} onClick={() => {
                session.removing.value = { id: one.id, name: nameOf(one.person.name) };
              }} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
