import type { Alarm, Site, SiteState } from '../api/contracts';
import { nameOf, t } from '../i18n';
import type { Tone } from '../ui/Badge';
import type { IconName } from '../ui/icons';

/** Each state has a word, a shape and a tone; the tone alone says nothing. */
export const stateLook: Record<SiteState, { icon: IconName; tone: Tone }> = {
  silent: { icon: 'minus', tone: 'neutral' },
  atDesk: { icon: 'clock', tone: 'accent' },
  good: { icon: 'check', tone: 'good' },
  fair: { icon: 'info', tone: 'good' },
  bad: { icon: 'alert', tone: 'warn' },
  unreachable: { icon: 'linkDown', tone: 'alarm' },
};

export const isTroubled = (site: Site) => site.state === 'bad' || site.state === 'unreachable';

export function alarmSubject(alarm: Alarm): string {
  if (alarm.subjectName) return nameOf(alarm.subjectName);
  if (alarm.kind === 'queueLong') return t(`urgency.${alarm.subject as 'emergency' | 'urgent' | 'ordinary'}`);
  return alarm.subject;
}

export const alarmTone = (alarm: Alarm): Tone =>
  alarm.clearedAt ? 'neutral' : ({ notice: 'accent', warning: 'warn', critical: 'alarm' } as const)[alarm.severity];

export function linkWords(site: Site): string {
  if (site.link) {
    return t('site.link', { loss: site.link.lossPercent, trip: site.link.roundTripMs === null ? '–' : site.link.roundTripMs });
  }
  return site.lastScore === null ? t('site.never') : t('site.lastScore', { score: site.lastScore });
}

/** Each site with those below it, in the order in which they came. */
export interface Branch {
  site: Site;
  below: Branch[];
}

export function treeOf(sites: readonly Site[]): Branch[] {
  const branches = new Map(sites.map((site) => [site.id, { site, below: [] as Branch[] }]));
  const roots: Branch[] = [];
  for (const branch of branches.values()) {
    const above = branch.site.parent === null ? undefined : branches.get(branch.site.parent);
    (above?.below ?? roots).push(branch);
  }
  return roots;
}

export const isTroubledBelow = (branch: Branch): boolean => isTroubled(branch.site) || branch.below.some(isTroubledBelow);
export const countOf = (branch: Branch): number => branch.below.reduce((sum, one) => sum + countOf(one), 1);
