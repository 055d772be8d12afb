import { useState } from 'preact/hooks';
import type { Me, NewFactor } from '../api/contracts';
import * as api from '../api/telemed';
import { t } from '../i18n';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';
import { factorChanged } from './session';
import './sign-in.css';

/** Where a second factor is required and missing, there is nothing else to do. */
export function FactorPage({ me }: { me: Me }) {
  return (
    <main class="sign-in" id="main">
      <h1>{t('factor.title')}</h1>
      <div class="card stack">
        <Banner icon="consent">{t('factor.required')}</Banner>
        <SecondFactor me={me} />
      </div>
    </main>
  );
}

/** Begun with the password, confirmed with a code of the authenticator, ended with both. */
export function SecondFactor({ me }: { me: Me }) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [fresh, setFresh] = useState<NewFactor | null>(null);
  const begin = () => attempt(async () => {
    setFresh(await api.beginFactor(password));
    setPassword('');
  });
  const confirm = () => attempt(async () => {
    await api.confirmFactor(code.trim());
    setFresh(null);
    setCode('');
    await factorChanged();
  });
  const end = () => attempt(async () => {
    await api.endFactor(password, code.trim());
    setPassword('');
    setCode('');
    await factorChanged();
  });
  const codeField = (
    <TextField label={t('signIn.code')} value={code} onInput={setCode} inputMode="numeric" maxLength={6}
      autocomplete="one-time-code" testId="factor-code" />
  );
  const passwordField = (
    <TextField label={t('signIn.password')} type="password" value={password} onInput={setPassword} autocomplete="current-password"
      testId="factor-password" />
  );
  return (
    <section class="stack stack--tight" aria-labelledby="factor-title" data-testid="factor">
      <p id="factor-title" class="line">
        <strong>{t('factor.title')}</strong>
        <Badge tone={me.secondFactor ? 'good' : 'neutral'}>{t(me.secondFactor ? 'factor.on' : 'factor.off')}</Badge>
      </p>
      {me.secondFactor ? (
        <>
          {passwordField}
          {codeField}
          <div><Button testId="factor-end" disabled={!password || !code} onClick={end}>{t('factor.end')}</Button></div>
        </>
      ) : fresh ? (
        <>
          <p>{t('factor.scan')}</p>
          <img class="factor__qr" alt={t('factor.qr')} width={196} height={196} src={`data:image/svg+xml;utf8,${encodeURIComponent(fresh.qr)}`} />
          <p class="soft small">{t('factor.type')} <code>{fresh.secret}</code></p>
          {codeField}
          <div><Button kind="primary" testId="factor-confirm" disabled={code.trim().length !== 6} onClick={confirm}>{t('factor.confirm')}</Button></div>
        </>
      ) : (
        <>
          {passwordField}
          <div><Button testId="factor-begin" disabled={!password} onClick={begin}>{t('factor.begin')}</Button></div>
        </>
      )}
    </section>
  );
}
