import { useEffect, useState } from 'preact/hooks';
import type { ImportResult, Institution, Me } from '../api/contracts';
import * as api from '../api/telemed';
import { pathOf } from '../app/router';
import { operates } from '../app/session';
import { nameOf, t, tryT } from '../i18n';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';
import './admin.css';

const tables = ['institutions', 'services', 'people', 'rota', 'rules', 'resources', 'calendar'] as const;

/** The network: what it is, out as tables or FHIR, and in again after a look at what would be wrong. */
export function AdminPage({ me }: { me: Me }) {
  const [list, setList] = useState<readonly Institution[]>([]);
  const [parts, setParts] = useState<Record<string, unknown>>({});
  const [result, setResult] = useState<ImportResult | null>(null);
  const load = () => attempt(async () => setList(await api.institutions()));
  useEffect(() => void load(), [me.id]);
  const choose = (file: File | undefined) => attempt(async () => {
    if (!file) return;
    const text = await file.text();
    const table = tables.find((one) => file.name.startsWith(one));
    const next = table ? { ...parts, [table]: text } : { ...parts, fhir: JSON.parse(text) as unknown };
    setParts(next);
    setResult(await api.importNetwork(next, true));
  });
  const put = () => attempt(async () => {
    const done = await api.importNetwork(parts, false);
    setResult(done);
    if (done.done) setParts({});
    await load();
  });
  return (
    <main class="admin" id="main">
      <div class="line line--apart">
        <h1>{t('admin.title')}</h1>
        {operates(me) && <a class="button button--plain button--normal" href={pathOf.operator()} data-testid="to-operator">{t('operator.title')}</a>}
      </div>
      <section class="card stack" aria-labelledby="admin-tree">
        <h2 id="admin-tree">{t('admin.tree')}</h2>
        <ul class="admin__tree">
          {list.map((one) => (
            <li key={one.id} data-level={one.level}>
              <strong>{nameOf(one.name)}</strong> <span class="soft small">{t(`level.${one.level as 'county'}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section class="card stack" aria-labelledby="admin-out">
        <h2 id="admin-out">{t('admin.out')}</h2>
        <div class="line">
          {tables.map((one) => (
            <a key={one} class="button button--plain button--normal" href={`/api/network/${one}.csv`} download>{t(`admin.table.${one}`)}</a>
          ))}
          <a class="button button--plain button--normal" href={api.settlementsTable} download>{t('settlement.table')}</a>
          <a class="button button--plain button--normal" href="/api/network/fhir" download="network.fhir.json">{t('admin.fhir')}</a>
        </div>
      </section>
      <section class="card stack" aria-labelledby="admin-in">
        <h2 id="admin-in">{t('admin.in')}</h2>
        <p>{t('admin.in.meaning')}</p>
        <label class="field">
          <span class="field__label">{t('admin.file')}</span>
          <input class="field__control" type="file" accept=".csv,.json" data-testid="network-file"
            onChange={(event) => void choose(event.currentTarget.files?.[0])} />
        </label>
        {result && (
          <Banner tone={result.faults.length > 0 ? 'warn' : 'info'} testId="network-result">
            <span>
              {result.done ? t('admin.done', { institutions: result.institutions, people: result.people })
                : result.faults.length === 0 ? t('admin.fits', { institutions: result.institutions, people: result.people })
                  : t('admin.faults', { count: result.faults.length })}
            </span>
          </Banner>
        )}
        {result && result.faults.length > 0 && (
          <ul class="admin__faults">
            {result.faults.slice(0, 50).map((one, index) => (
              <li key={index}><code>{one.part}/{one.id}</code> {one.field}: {tryT(`networkFault.${one.code}`) ?? one.code}</li>
            ))}
          </ul>
        )}
        {result && result.faults.length === 0 && !result.done && (
          <div><Button kind="primary" testId="network-put" onClick={put}>{t('admin.put')}</Button></div>
        )}
      </section>
    </main>
  );
}
