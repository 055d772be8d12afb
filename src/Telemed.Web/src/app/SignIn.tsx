import { useState } from 'preact/hooks';
import { Problem } from '../api/problem';
import { t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { now } from '../time/serverClock';
import { timeOfDay } from '../time/format';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { LanguageSwitch } from './LanguageSwitch';
import { signIn } from './session';
import './sign-in.css';

function refusal(problem: unknown): string {
  const text = problemText(problem);
  if (!(problem instanceof Problem) || problem.code !== 'locked-out') return text;
  const until = now() + (problem.retryAfterSeconds ?? 900) * 1000;
  return `${text} ${t('signIn.lockedUntil', { time: timeOfDay(until) })}`;
}

export function SignIn() {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [code, setCode] = useState('');
  const [wanted, setWanted] = useState(false);
  const submit = async () => {
    if (!user.trim() || !password) {
      setFault(t('signIn.both'));
      return;
    }
    setBusy(true);
    setFault(null);
    try {
      await signIn(user.trim(), password, code.trim());
    } catch (problem) {
      setCode('');
      if (problem instanceof Problem && problem.code === 'second-factor-required') {
        setWanted(true);
        if (!wanted) return;
      } else if (!wanted) setPassword('');
      setFault(refusal(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main class="sign-in" id="main">
      <div class="sign-in__head">
        <img src="/icon.svg" alt="" width={48} height={48} />
        <div>
          <h1>{t('app.name')}</h1>
          <p class="soft">{t('signIn.system')}</p>
        </div>
      </div>
      <form
        class="card stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField label={t('signIn.user')} value={user} onInput={setUser} autocomplete="username" required autofocus
          testId="sign-in-user" />
        <TextField label={t('signIn.password')} value={password} onInput={setPassword} type="password" required
          autocomplete="current-password" testId="sign-in-password" />
        {wanted && (
          <TextField label={t('signIn.code')} hint={t('signIn.code.hint')} value={code} onInput={setCode} inputMode="numeric" maxLength={6}
            autocomplete="one-time-code" required autofocus testId="sign-in-code" />
        )}
        {fault && <div role="alert"><Banner tone="alarm" icon="alert">{fault}</Banner></div>}
        <Button kind="primary" size="large" type="submit" busy={busy} wide testId="sign-in-submit">
          {t('signIn.submit')}
        </Button>
      </form>
      <div class="sign-in__foot">
        <LanguageSwitch />
        <p class="soft small">{t('signIn.note')}</p>
      </div>
    </main>
  );
}
