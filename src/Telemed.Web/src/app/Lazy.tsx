import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';

/** A page in a chunk of its own. A chunk that does not arrive can be asked for again. */
export function Lazy<P extends object>({ load, props }: { load: () => Promise<ComponentType<P>>; props: P }) {
  const [page, setPage] = useState<{ load: unknown; component: ComponentType<P> } | null>(null);
  const [failed, setFailed] = useState(0);
  useEffect(() => {
    let gone = false;
    load().then(
      (component) => !gone && setPage({ load, component }),
      () => !gone && setFailed((count) => count + 1),
    );
    return () => {
      gone = true;
    };
  }, [load]);
  if (page?.load === load) {
    const Component = page.component;
    return <Component {...props} />;
  }
  if (failed === 0) return <main class="waiting" aria-busy="true"><p class="soft">{t('common.loading')}</p></main>;
  return (
    <main class="waiting">
      <Banner tone="warn" icon="linkDown">
        <span>{t('error.offline')}</span>
        <Button onClick={() => location.reload()}>{t('common.again')}</Button>
      </Banner>
    </main>
  );
}
