import { useState } from 'preact/hooks';
import type { Keeping, Me, Recording, RetentionClass, TwoPersonStep } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Select, TextField } from '../ui/Field';
import { attempt } from '../ui/toasts';

const classes: readonly RetentionClass[] = ['consult', 'outpatient', 'inpatient'];

/** What the archive does: file, export, hold and destroy; the last two take two people. */
export function KeepingCard(props: { recording: Recording; keeping: Keeping; me: Me; changed: () => unknown }) {
  const { recording, keeping, me } = props;
  const [reason, setReason] = useState('');
  const act = (doing: () => Promise<unknown>) => attempt(async () => {
    await doing();
    setReason('');
    await props.changed();
  });
  const steps: readonly TwoPersonStep[] = recording.state === 'onHold' ? ['release'] : ['hold', 'destroy'];
  return (
    <section class="card stack" aria-labelledby="keeping-title" data-testid="recording-keeping">
      <h2 id="keeping-title">{t('keeping.title')}</h2>
      <p>{t('keeping.until', { date: dayAndTime(keeping.keptUntil, now()) })}</p>
      <Select label={t('keeping.class')} value={keeping.class}
        onInput={(value) => act(() => api.fileRecording(recording.id, value as RetentionClass))}
        options={classes.filter((one) => classes.indexOf(one) >= classes.indexOf(keeping.class))
          .map((one) => ({ value: one, label: t(`keeping.class.${one}`) }))} testId="keeping-class" />
      <div class="stack stack--tight">
        <a class="button button--plain button--normal" href={api.recordingExport(recording.id)} download data-testid="recording-export">
          {t('keeping.export')}
        </a>
        <p class="soft small">{t('keeping.export.hint')}</p>
      </div>
      {keeping.pending ? (
        <Banner tone="warn" icon="alert">
          <span>
            {keeping.pending.by === me.id ? t('keeping.own') : t('keeping.pending', {
              name: nameOf(keeping.pending.name), step: t(`keeping.${keeping.pending.step}`),
            })}
            {keeping.pending.reason && ` ${t('keeping.said', { reason: keeping.pending.reason })}`}
          </span>
          {keeping.pending.by !== me.id && (
            <Button kind="danger" testId="keeping-confirm" onClick={() => act(() => api.recordingStep(recording.id, keeping.pending!.step, ''))}>
              {t('keeping.confirm')}
            </Button>
          )}
          <Button testId="keeping-take-back" onClick={() => act(() => api.takeBackStep(recording.id))}>{t('keeping.takeBack')}</Button>
        </Banner>
      ) : (
        <>
          <TextField label={t('keeping.reason')} value={reason} onInput={setReason} maxLength={500} testId="keeping-reason" />
          <div class="line">
            {steps.map((step) => (
              <Button key={step} kind={step === 'destroy' ? 'danger' : 'plain'} disabled={!reason.trim()} testId={`keeping-${step}`}
                onClick={() => act(() => api.recordingStep(recording.id, step, reason.trim()))}>
                {t(`keeping.${step}`)}
              </Button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
