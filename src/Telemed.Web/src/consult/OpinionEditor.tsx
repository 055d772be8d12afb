import { useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextArea, TextField } from '../ui/Field';
import { toast } from '../ui/toasts';
import { opinionDraftOf } from './opinionDraft';

/** Findings and advice. The two fields are the same in the room's tab; signing is done here, with the password. */
export function OpinionFields({ consult }: { consult: Consult }) {
  const draft = opinionDraftOf(consult);
  const words = draft.words.value;
  return (
    <>
      <TextArea label={t('opinion.findings')} value={words.findings} rows={6} maxLength={8000} testId="opinion-text"
        onInput={(findings) => draft.change({ findings })} />
      <TextArea label={t('opinion.advice')} value={words.advice} rows={4} maxLength={8000} testId="opinion-advice"
        onInput={(advice) => draft.change({ advice })} />
      <p class="soft small" aria-live="polite">{t(`opinion.save.${draft.saved.value}`)}</p>
    </>
  );
}

export function OpinionEditor({ consult, take }: { consult: Consult; take: (consult: Consult) => void }) {
  const draft = opinionDraftOf(consult);
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [needed, setNeeded] = useState(false);
  const sign = async () => {
    setFault(null);
    if (!draft.words.value.findings.trim()) {
      setFault(t('opinion.empty'));
      return;
    }
    if (!password) {
      setNeeded(true);
      document.querySelector<HTMLInputElement>('[data-testid="opinion-password"]')?.focus();
      return;
    }
    try {
      if ((await draft.save()) === null) {
        setFault(t('error.offline'));
        return;
      }
      const signed = await api.signOpinion(consult.id, password);
      draft.forget();
      take(signed);
      toast(t('opinion.signed'));
    } catch (error) {
      setFault(problemText(error));
    } finally {
      setPassword('');
    }
  };
  return (
    <div class="stack">
      <OpinionFields consult={consult} />
      <form class="sign" onSubmit={(event) => {
        event.preventDefault();
        void sign();
      }}>
        <TextField label={t('opinion.password')} hint={t('opinion.password.hint')} type="password" value={password}
          autocomplete="current-password" testId="opinion-password" error={needed && !password ? t('opinion.password.needed') : null}
          onInput={setPassword} />
        <Button kind="primary" icon="opinion" testId="opinion-sign" onClick={sign}>{t('opinion.sign')}</Button>
      </form>
      {fault && <div role="alert"><Banner tone="alarm" icon="alert">{fault}</Banner></div>}
    </div>
  );
}
