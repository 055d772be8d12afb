import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import type { RoomSession } from '../room/session';
import { measureLink, verdictOf, type LinkFigures, type LinkVerdict } from '../rtc/linkCheck';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';

type Phase = 'idle' | 'measuring' | 'failed' | { figures: LinkFigures | null; verdict: LinkVerdict };

const tones = { full: 'good', weak: 'warn', photo: 'warn', audio: 'warn', phone: 'alarm' } as const;

/** Measures the link through the relay when asked to, says what it is good for, and lets the room begin that way. */
export function LinkCheck({ session }: { session: RoomSession }) {
  const [phase, setPhase] = useState<Phase>('idle');
  const ended = useRef<AbortController | null>(null);
  useEffect(() => () => ended.current?.abort(), []);
  const tracks = [session.media.audio.value, session.media.video.value].filter((one) => one !== null);
  const measure = async () => {
    ended.current = new AbortController();
    setPhase('measuring');
    try {
      const figures = await measureLink(tracks, ended.current.signal);
      const verdict = verdictOf(figures);
      session.beginAs(verdict);
      setPhase({ figures, verdict });
    } catch {
      if (!ended.current.signal.aborted) setPhase('failed');
    }
  };
  return (
    <div class="stack" data-testid="link-check">
      <div class="line">
        <Button testId="link-check-start" disabled={phase === 'measuring' || tracks.length === 0} onClick={measure}>
          {t(phase === 'measuring' ? 'check.link.measuring' : 'check.link.start')}
        </Button>
        {typeof phase === 'object' && <Badge tone={tones[phase.verdict]} testId="link-check-verdict">{t(`check.link.short.${phase.verdict}`)}</Badge>}
      </div>
      <p aria-live="polite" data-verdict={typeof phase === 'object' ? phase.verdict : undefined}>
        {typeof phase === 'object' ? t(`check.link.${phase.verdict}`) : phase === 'failed' ? t('check.link.failed') : ''}
      </p>
      {typeof phase === 'object' && phase.figures && <p class="soft">{words(phase.figures)}</p>}
    </div>
  );
}

function words(figures: LinkFigures): string {
  return t(figures.protocol === 'tcp' ? 'check.link.figuresTcp' : 'check.link.figures', {
    up: figures.upKbps, down: figures.downKbps, loss: figures.lossPercent, trip: figures.roundTripMs,
  });
}
