import { useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import * as api from '../api/telemed';
import { t } from '../i18n';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';

/** The two ways out of a session that must never be hard to find: the wrong patient, and a patient who gets worse. */
export function CaseStops({ consult }: { consult: Consult }) {
  const [asked, setAsked] = useState<'transfer' | 'wrong' | null>(null);
  const may = (action: string) => consult.actions.includes(action);
  if (!may('transfer') && !may('stopWrongPatient')) return null;
  if (asked) {
    const act = () => attempt(() => asked === 'transfer'
      ? api.transfer(consult.id, 'patient-worse') : api.wrongPatient(consult.id, 'wrong-patient'));
    const words = asked === 'transfer'
      ? { open: t('transfer.open'), meaning: t('transfer.meaning'), act: t('transfer.do') }
      : { open: t('wrong.open'), meaning: t('wrong.meaning'), act: t('wrong.do') };
    return (
      <div class="stack stack--tight" role="group" aria-label={words.open}>
        <p>{words.meaning}</p>
        <div class="line">
          <Button onClick={() => setAsked(null)}>{t('cancel.keep')}</Button>
          <Button kind="danger" testId={`${asked}-do`} onClick={async () => {
            await act();
            setAsked(null);
          }}>{words.act}</Button>
        </div>
      </div>
    );
  }
  return (
    <div class="line">
      {may('transfer') && <Button icon="emergency" testId="transfer" onClick={() => setAsked('transfer')}>{t('transfer.open')}</Button>}
      {may('stopWrongPatient') && <Button icon="stop" testId="wrong-patient" onClick={() => setAsked('wrong')}>{t('wrong.open')}</Button>}
    </div>
  );
}
