import { language, languages, t, useLanguage } from '../i18n';
import './language.css';

export function LanguageSwitch() {
  return (
    <div class="language" role="group" aria-label={t('settings.language')}>
      {languages.map(({ code, label }) => (
        <button
          key={code}
          type="button"
          class="language__choice"
          lang={code === 'zh' ? 'zh-CN' : 'en'}
          aria-pressed={language.value === code}
          onClick={() => void useLanguage(code)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
