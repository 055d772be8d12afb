import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app/App';
import { applyPreferences } from './app/preferences';
import { resume } from './app/session';
import { preferredLanguage, useLanguage } from './i18n';

applyPreferences();
await useLanguage(preferredLanguage(location.search));
void resume();
const root = document.getElementById('app');
if (root) render(<App />, root);
// Starting without a line is a help, not a need: a browser that refuses the worker loses nothing else.
if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => undefined);
