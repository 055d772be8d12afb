import { useEffect, useState } from 'preact/hooks';
import type { Ring } from '../api/contracts';
import * as api from '../api/telemed';
import { go, pathOf } from '../app/router';
import { nameOf, t } from '../i18n';
import { second, until } from '../time/serverClock';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { Clock } from '../ui/Clock';
import { Select } from '../ui/Field';
import { Meter } from '../ui/Meter';
import { Sheet } from '../ui/Sheet';
import { attempt } from '../ui/toasts';
import { dropRing, refresh } from './deskStore';
import { Tone } from './tone';
import { patientWords, serviceWords } from './words';
import './ring.css';

const declineReasons = ['busy', 'inSurgery', 'wrongService', 'unavailable'] as const;
type DeclineReason = (typeof declineReasons)[number];
/** A ring that was not stopped by the server goes by itself this long after its time. */
const graceMs = 3_000;

function useAlarm(title: string): void {
  useEffect(() => {
    const tone = new Tone();
    tone.start();
    const before = document.title;
    let flash = false;
    const timer = setInterval(() => {
      flash = !flash;
      document.title = flash ? title : before;
    }, 700);
    return () => {
      tone.stop();
      clearInterval(timer);
      document.title = before;
    };
  }, [title]);
}

/** Somebody asks for this specialist now: over everything, with the countdown. */
export function RingSheet({ ring }: { ring: Ring }) {
  const { offer, consult } = ring;
  const [reason, setReason] = useState<DeclineReason>('busy');
  useAlarm(t('ring.flash'));
  void second.value;
  const left = until(ring.expiresAt);
  useEffect(() => {
    if (left < -graceMs) dropRing(offer.id);
  });
  const whole = Math.max(1, Date.parse(ring.expiresAt) - Date.parse(offer.notifiedAt));

  const accept = async () => {
    const taken = await attempt(() => api.accept(consult.id, offer.id));
    dropRing(offer.id);
    void refresh();
    if (taken) go(pathOf.consult(consult.id));
  };
  const decline = async () => {
    await attempt(() => api.decline(consult.id, offer.id, reason));
    dropRing(offer.id);
    void refresh();
  };

  return (
    <Sheet title={t('ring.title')} kind="alarm" testId="ring">
      <div class="ring">
        <div class="ring__head">
          <div class="stack stack--tight">
            <div class="line">
              <Badge tone={consult.urgency === 'ordinary' ? 'neutral' : 'alarm'} icon="bell">{t(`urgency.${consult.urgency}`)}</Badge>
              <Badge>{serviceWords(consult.service)}</Badge>
            </div>
            <p class="ring__who">
              {nameOf(consult.requester.name)} <span class="ring__title">{nameOf(consult.requester.title)}</span>
            </p>
            <p>{nameOf(consult.requester.institution)}</p>
          </div>
          <Clock dueAt={ring.expiresAt} label={t('ring.left')} big />
        </div>
        <Meter label={t('ring.left')} value={left / whole} text={t('ring.left')} tone={left < 10_000 ? 'alarm' : 'accent'} />
        <div class="ring__summary">
          <p class="soft small">{patientWords(consult.patientLabel)}</p>
          <p class="prose" dir="auto">{ring.summary}</p>
        </div>
        <div class="ring__answers">
          <Button kind="primary" size="large" icon="check" wide testId="ring-accept" onClick={accept}>
            {t('ring.accept')}
          </Button>
          <div class="ring__decline">
            <Select label={t('ring.reason')} value={reason} testId="ring-reason"
              options={declineReasons.map((one) => ({ value: one, label: t(`decline.${one}`) }))}
              onInput={(value) => setReason(value as DeclineReason)} />
            <Button icon="close" testId="ring-decline" onClick={decline}>
              {t('ring.decline')}
            </Button>
          </div>
        </div>
      </div>
    </Sheet>
  );
}
