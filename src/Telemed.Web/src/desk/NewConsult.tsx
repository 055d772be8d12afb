import { useRef, useState } from 'preact/hooks';
import type { Consult, Me, Sex, Urgency } from '../api/contracts';
import { Problem } from '../api/problem';
import { go, pathOf } from '../app/router';
import { services } from '../app/session';
import { nameOf, t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { longestNumber, patientNumberOf } from '../scan/meaning';
import { ScanButton } from '../scan/ScanButton';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Check, Select, TextArea, TextField } from '../ui/Field';
import { Sheet } from '../ui/Sheet';
import { toast } from '../ui/toasts';
import { others, refresh } from './deskStore';
import { dropDraft, emptyDraft, faultsOf, keepDraft, loadDraft, requestOf, type Draft, type Waiting } from './drafts';
import { enqueue, sendOne } from './sending';
import './new-consult.css';

const sexes: readonly Sex[] = ['male', 'female', 'other'];
const urgencies: readonly Urgency[] = ['emergency', 'urgent', 'ordinary'];
const identifierSystems = ['resident-id', 'health-code', 'social-security', 'passport', 'paper'] as const;

function startingDraft(me: Me, urgency: Urgency): Draft {
  const kept = loadDraft(me.id) ?? { ...emptyDraft };
  const only = services.value.length === 1 ? services.value[0]?.code : undefined;
  return { ...kept, urgency, service: kept.service || only || '' };
}

/** One sheet: problem, patient, whom to ask. Saved at every keystroke; sent later when the line is down. */
export function NewConsult({ me, urgency, onClose }: { me: Me; urgency: Urgency; onClose: () => void }) {
  const [draft, setDraft] = useState(() => startingDraft(me, urgency));
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const waiting = useRef<Waiting | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const faults = faultsOf(draft);
  const error = (field: keyof Draft) => {
    const fault = faults[field];
    return tried && fault ? t(`fault.${fault}`) : null;
  };
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    keepDraft(me.id, next);
    waiting.current = null;
  };

  const fill = async (code: string): Promise<string | (() => void)> => {
    const identifier = patientNumberOf(code);
    return identifier === null ? t('scan.fault.notCard') : () => change({ identifierSystem: 'health-code', identifier });
  };
  const send = async (submit: boolean) => {
    setTried(true);
    setRefused(null);
    if (submit && Object.keys(faults).length > 0) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const commandId = crypto.randomUUID();
    const job = (waiting.current ??= { commandId, request: requestOf(draft, commandId), submit, queuedAt: Date.now(), consultId: null });
    try {
      finished(me, await sendOne(job, submit), onClose);
    } catch (problem) {
      if (problem instanceof Problem && problem.offline) {
        enqueue(me.id, { ...job, submit });
        dropDraft(me.id);
        toast(t('outbox.kept'));
        onClose();
      } else setRefused(problemText(problem));
    }
  };

  const able = others.value.filter((one) => one.services.includes(draft.service));
  return (
    <Sheet title={t('new.title')} onClose={onClose} wide kind={draft.urgency === 'emergency' ? 'alarm' : 'plain'}>
      <form
        class="new"
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(true);
        }}
      >
        <fieldset class="new__part">
          <legend class="new__legend">{t('new.problem')}</legend>
          <TextArea label={t('new.summary')} hint={t('new.summary.hint')} value={draft.summary} rows={5} maxLength={4000}
            required autofocus testId="consult-summary" error={error('summary')} onInput={(summary) => change({ summary })} />
        </fieldset>
        <fieldset class="new__part">
          <legend class="new__legend">{t('new.patient')}</legend>
          <div class="new__grid">
            <TextField label={t('new.patient.name')} value={draft.patientName} testId="consult-patient-name" maxLength={100}
              onInput={(patientName) => change({ patientName })} />
            <Select label={t('new.patient.sex')} value={draft.sex} testId="consult-patient-sex"
              options={[{ value: '', label: t('new.unknown') }, ...sexes.map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))]}
              onInput={(sex) => change({ sex: sex as Sex | '' })} />
            <TextField label={t('new.patient.age')} value={draft.ageYears} inputMode="numeric" maxLength={3} error={error('ageYears')}
              testId="consult-patient-age" onInput={(ageYears) => change({ ageYears })} />
            <Select label={t('new.patient.system')} value={draft.identifierSystem}
              options={identifierSystems.map((system) => ({ value: system, label: t(`identifier.${system}`) }))}
              onInput={(identifierSystem) => change({ identifierSystem })} />
            <TextField label={t('new.patient.identifier')} value={draft.identifier} maxLength={longestNumber} testId="consult-patient-identifier"
              onInput={(identifier) => change({ identifier })} />
          </div>
          <ScanButton label={t('scan.card')} testId="consult-scan" title={t('scan.card')} hint={t('scan.card.fill')} typedLabel={t('scan.card.typed')}
            onCode={fill} />
        </fieldset>
        <fieldset class="new__part">
          <legend class="new__legend">{t('new.whom')}</legend>
          <div class="new__grid">
            <Select label={t('new.service')} value={draft.service} required error={error('service')} testId="consult-service"
              options={[{ value: '', label: t('new.service.choose') }, ...services.value.map((one) => ({ value: one.code, label: nameOf(one.name) }))]}
              onInput={(service) => change({ service, wishedSpecialist: '', read: false })} />
            <Select label={t('new.urgency')} value={draft.urgency} hint={t(`urgency.${draft.urgency}.hint`)} testId="consult-urgency"
              options={urgencies.map((one) => ({ value: one, label: t(`urgency.${one}`) }))}
              onInput={(value) => change({ urgency: value as Urgency })} />
            {services.value.find((one) => one.code === draft.service)?.read && (
              <Check label={t('new.read')} checked={draft.read} testId="consult-read" onChange={(read) => change({ read })} />
            )}
            {able.length > 0 && (
              <Select label={t('new.wish')} value={draft.wishedSpecialist}
                options={[{ value: '', label: t('new.wish.none') }, ...able.map((one) => ({
                  value: one.personId, label: `${nameOf(one.name)} · ${nameOf(one.institution)} · ${t(`availability.${one.state}`)}`,
                }))]}
                onInput={(wishedSpecialist) => change({ wishedSpecialist })} />
            )}
          </div>
        </fieldset>
        {refused && <Banner tone="alarm" icon="alert">{refused}</Banner>}
        <div class="new__foot">
          <p class="soft small">{t('new.saved')}</p>
          <div class="line">
            <Button onClick={() => send(false)}>{t('new.saveDraft')}</Button>
            <Button kind={draft.urgency === 'emergency' ? 'danger' : 'primary'} icon="send" testId="consult-submit" onClick={() => send(true)}>
              {t(draft.urgency === 'emergency' ? 'new.submit.emergency' : 'new.submit')}
            </Button>
          </div>
        </div>
      </form>
    </Sheet>
  );
}

function finished(me: Me, consult: Consult, onClose: () => void): void {
  dropDraft(me.id);
  onClose();
  void refresh();
  if (consult.state === 'draft') toast(t('new.draftSaved'));
  else go(pathOf.consult(consult.id));
}
