import { useState } from 'preact/hooks';
import type { Overview, Site } from '../api/contracts';
import { pathOf } from '../app/router';
import { nameOf, t } from '../i18n';
import { Badge } from '../ui/Badge';
import { Button } from '../ui/Button';
import { countOf, isTroubledBelow, linkWords, stateLook, treeOf, type Branch } from './words';

/** Branches of a network larger than this are closed, but for those in which something is wrong. */
const openUpTo = 100;

/** The network: as a tree, or as a grid in which every site is a tile beside those of the same branch. */
export function NetworkMap({ overview }: { overview: Overview }) {
  const [as, setAs] = useState<'grid' | 'tree'>('grid');
  const tree = treeOf(overview.sites);
  const open = (branch: Branch) => overview.sites.length <= openUpTo || isTroubledBelow(branch);
  return (
    <section class="card stack" aria-labelledby="network-title">
      <div class="line line--apart">
        <h2 id="network-title">{t('operator.network')}</h2>
        <div class="line">
          <Button pressed={as === 'grid'} testId="network-grid" onClick={() => setAs('grid')}>{t('operator.grid')}</Button>
          <Button pressed={as === 'tree'} testId="network-tree" onClick={() => setAs('tree')}>{t('operator.tree')}</Button>
        </div>
      </div>
      {as === 'grid'
        ? tree.map((one) => <Group key={one.site.id} branch={one} open={open} />)
        : <ul class="operator__tree">{tree.map((one) => <Twig key={one.site.id} branch={one} open={open} />)}</ul>}
    </section>
  );
}

interface Part {
  branch: Branch;
  open: (branch: Branch) => boolean;
}

function Group({ branch, open }: Part) {
  const leaves = branch.below.filter((one) => one.below.length === 0);
  const inner = branch.below.filter((one) => one.below.length > 0);
  return (
    <details class="operator__group" open={open(branch)}>
      <summary>{t('operator.branch', { name: nameOf(branch.site.name), count: countOf(branch) })}</summary>
      <ul class="operator__grid">
        {[branch, ...leaves].map((one) => <li key={one.site.id}><Tile site={one.site} /></li>)}
      </ul>
      {inner.map((one) => <Group key={one.site.id} branch={one} open={open} />)}
    </details>
  );
}

function Tile({ site }: { site: Site }) {
  return (
    <a class={`operator__tile operator__tile--${stateLook[site.state].tone}`} href={pathOf.site(site.id)} data-testid="site" data-state={site.state}>
      <strong>{nameOf(site.name)}</strong>
      <StateBadge site={site} />
      <span class="small soft">{linkWords(site)}</span>
    </a>
  );
}

function StateBadge({ site }: { site: Site }) {
  const look = stateLook[site.state];
  return <Badge tone={look.tone} icon={look.icon}>{t(`site.state.${site.state}`)}</Badge>;
}

function Twig({ branch, open }: Part) {
  const line = (
    <>
      <a href={pathOf.site(branch.site.id)}>{nameOf(branch.site.name)}</a> <StateBadge site={branch.site} />{' '}
      <span class="small soft">{linkWords(branch.site)}</span>
    </>
  );
  if (branch.below.length === 0) return <li class="operator__twig">{line}</li>;
  return (
    <li>
      <div class="operator__twig">{line}</div>
      <details open={open(branch)}>
        <summary class="small">{t('operator.below', { count: countOf(branch) - 1 })}</summary>
        <ul class="operator__tree">{branch.below.map((one) => <Twig key={one.site.id} branch={one} open={open} />)}</ul>
      </details>
    </li>
  );
}
