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
