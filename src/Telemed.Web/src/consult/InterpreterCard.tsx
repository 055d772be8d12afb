import { useState } from 'preact/hooks';
import type { Consult, Interpretation } from '../api/contracts';
import * as api from '../api/telemed';
import { languageName, t } from '../i18n';
import { Badge, type Tone } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Clock } from '../ui/Clock';
import { Select } from '../ui/Field';
import { attempt } from '../ui/toasts';
import { PersonLine } from './CaseCard';

const tones: Readonly<Record<Interpretation['status'], Tone>> = {
  asked: 'accent', found: 'good', declined: 'warn', expired: 'warn', ended: 'neutral',
};

/** Asking for an interpreter by language, and how far that is; for who is asked, taking it or not. */
export function InterpreterCard({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const may = (action: string) => consult.actions.includes(action);
  const asked = consult.interpretation;
  if (!asked && !may('askInterpreter')) return null;
  const answer = (accepted: boolean) => attempt(async () => take(await api.answerInterpreting(consult.id, accepted)));
  return (
    <section class="card stack" aria-labelledby="interpreter-title" data-testid="interpreter">
      <h2 id="interpreter-title">{t('interpreter.title')}</h2>
      {asked && (
        <p class="line">
          <strong>{languageName(asked.language)}</strong>
          <Badge tone={tones[asked.status]} testId="interpreter-state">{t(`interpreter.${asked.status}`)}</Badge>
          {asked.status === 'asked' && <Clock dueAt={asked.until} label={t('interpreter.until')} />}
          {asked.status === 'found' && asked.interpreter && <span><PersonLine person={asked.interpreter} /></span>}
        </p>
      )}
      {consult.mine === 'interpreter' && <p class="soft">{t('interpreter.meaning')}</p>}
      {may('answerInterpreting') && asked?.status === 'asked' && (
        <div class="line">
          <Button kind="primary" icon="check" testId="interpreter-accept" onClick={() => answer(true)}>{t('interpreter.accept')}</Button>
          <Button icon="close" testId="interpreter-decline" onClick={() => answer(false)}>{t('ring.decline')}</Button>
        </div>
      )}
      {may('giveBackInterpreting') && (
        <div class="line"><Button icon="close" testId="interpreter-give-back" onClick={() => answer(false)}>{t('interpreter.giveBack')}</Button></div>
      )}
      {may('endInterpreter') && (
        <div class="line">
          <Button icon="close" testId="interpreter-end" onClick={() => attempt(async () => take(await api.endInterpreter(consult.id)))}>
            {t('interpreter.end')}
          </Button>
        </div>
      )}
      {may('askInterpreter') && <Ask consult={consult} take={take} />}
    </section>
  );
}

function Ask({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const [language, setLanguage] = useState('');
  const known = consult.interpretedLanguages;
  if (known.length === 0) return <p class="soft">{t('interpreter.none')}</p>;
  return (
    <div class="sign">
      <Select label={t('interpreter.language')} value={language} testId="interpreter-language" onInput={setLanguage}
        options={[{ value: '', label: t('new.service.choose') }, ...known.map((tag) => ({ value: tag, label: languageName(tag) }))]} />
      <Button icon="languages" testId="interpreter-ask" disabled={!language} onClick={() => attempt(async () => {
        take(await api.askInterpreter(consult.id, language));
        setLanguage('');
      })}>{t('interpreter.ask')}</Button>
    </div>
  );
}
