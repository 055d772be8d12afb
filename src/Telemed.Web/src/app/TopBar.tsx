import { useState } from 'preact/hooks';
import type { Me } from '../api/contracts';
import { online } from '../desk/deskStore';
import { nameOf, t } from '../i18n';
import { timeOfDay } from '../time/format';
import { now, second } from '../time/serverClock';
import { Banner } from '../ui/Banner';
import { Icon } from '../ui/Icon';
import { Button } from '../ui/Button';
import { Check } from '../ui/Field';
import { focusOn } from '../ui/focus';
import { Sheet } from '../ui/Sheet';
import { LanguageSwitch } from './LanguageSwitch';
import { Lazy } from './Lazy';
import { largeText, localTimeToo } from './preferences';
import { pathOf, route } from './router';
import { readsLibrary, signOut } from './session';
import './top-bar.css';

const factorPart = () => import('./SecondFactor').then((chunk) => chunk.SecondFactor);

function Settings({ me, onClose }: { me: Me; onClose: () => void }) {
  return (
    <Sheet title={t('settings.title')} onClose={onClose}>
      <div class="stack">
        <div>
          <p><strong>{nameOf(me.name)}</strong> {nameOf(me.title)}</p>
          <p class="soft">{nameOf(me.institution.name)}</p>
        </div>
        <div class="stack stack--tight">
          <p id="settings-language"><strong>{t('settings.language')}</strong></p>
          <LanguageSwitch />
        </div>
        <div>
          <Check label={t('settings.largeText')} checked={largeText.value} testId="large-text"
            onChange={(value) => { largeText.value = value; }} />
          <Check label={t('settings.localTime')} checked={localTimeToo.value}
            onChange={(value) => { localTimeToo.value = value; }} />
        </div>
        <Lazy load={factorPart} props={{ me }} />
        <Button icon="leave" wide testId="sign-out" onClick={signOut}>{t('settings.signOut')}</Button>
      </div>
    </Sheet>
  );
}

function TimeNow() {
  void second.value;
  return <time class="top__time">{timeOfDay(now())}</time>;
}

/** Which system this is, where the person works, and the way home. */
export function TopBar({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        focusOn(document.getElementById('main')?.querySelector<HTMLElement>('h1, a, button, input'));
      }}>{t('app.skip')}</a>
      <header class="top">
        <a class="top__home" href={pathOf.desk()}>
          <img src="/icon.svg" alt="" width={28} height={28} />
          <span class="top__name">{t('app.name')}</span>
        </a>
        <span class="top__institution">{nameOf(me.institution.name)}</span>
        {readsLibrary(me) && (
          <a class="top__link" href={pathOf.library()} data-testid="to-library" aria-current={route.value.page === 'library' ? 'page' : undefined}>
            <Icon name="library" /><span class="top__linkName">{t('library.title')}</span>
          </a>
        )}
        <TimeNow />
        <Button kind="quiet" icon="settings" testId="settings" label={t('settings.open', { name: nameOf(me.name) })} onClick={() => setOpen(true)}>
          <span class="top__person">{nameOf(me.name)}</span>
        </Button>
      </header>
      {online.value === false && (
        <div class="top__line">
          <Banner tone="warn" icon="linkDown" testId="line-down">{t('line.down.long')}</Banner>
        </div>
      )}
      {open && <Settings me={me} onClose={() => setOpen(false)} />}
    </>
  );
}
