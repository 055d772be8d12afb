import type { SiteProbe } from '../api/contracts';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Badge, type Tone } from '../ui/Badge';
import { probes } from './deskStore';

const tones = { full: 'good', weak: 'warn', photo: 'warn', audio: 'warn', phone: 'alarm' } as const;

/** What the links of the houses were like before their appointments: by word, not by colour alone. */
export function ProbesCard() {
  const list = probes.value.filter((one) => Date.parse(one.startsAt) > now() - 3_600_000);
  if (list.length === 0) return null;
  return (
    <section class="card stack stack--tight" aria-label={t('probe.title')} data-testid="site-probes">
      <h2>{t('probe.title')}</h2>
      <ul class="stack stack--tight">
        {list.map((one) => (
          <li key={one.consult} class="who" data-outcome={one.outcome}>
            <span>
              <strong>{nameOf(one.institution)}</strong>
              <br />
              <span class="soft small">{t('probe.before', { time: dayAndTime(one.startsAt, now()) })}</span>
              {one.link && one.link.upKbps !== null && <><br /><span class="soft small">{figures(one.link)}</span></>}
            </span>
            <Badge tone={toneOf(one)}>{words(one)}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

const toneOf = (one: SiteProbe): Tone => (one.link ? tones[one.link.mode] : one.outcome === 'waiting' ? 'neutral' : 'alarm');
const words = (one: SiteProbe) => (one.link ? t(`check.link.short.${one.link.mode}`) : t(one.outcome === 'waiting' ? 'probe.waiting' : 'probe.notReached'));

const figures = (link: NonNullable<SiteProbe['link']>) => t(link.path === 'tcp' ? 'check.link.figuresTcp' : 'check.link.figures', {
  up: link.upKbps ?? 0, down: link.downKbps ?? 0, loss: link.lossPercent ?? 0, trip: link.roundTripMs ?? 0,
});
