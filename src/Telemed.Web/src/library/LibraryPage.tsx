import { useEffect, useRef, useState } from 'preact/hooks';
import type { LibraryCopy, LibraryRow } from '../api/contracts';
import { Problem } from '../api/problem';
import * as api from '../api/telemed';
import { pathOf } from '../app/router';
import { services } from '../app/session';
import { nameOf, t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { announce } from '../ui/announce';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Select, TextField } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { attempt } from '../ui/toasts';
import { CopyWords } from './CopyWords';
import { Facts } from './Facts';
import { Pictures } from './Pictures';
import './library.css';

/** Cases without names, for those who learn: looked for by service and words, page by page. */
export function LibraryPage({ id }: { id: string | null }) {
  return id === null ? <Search /> : <Copy id={id} key={id} />;
}

/** What was looked for last, so that the way back from a case leads to the same list. */
const last = { service: '', words: '' };

function Search() {
  const [service, setService] = useState(last.service);
  const [words, setWords] = useState(last.words);
  const [list, setList] = useState<{ items: LibraryRow[]; next: string | null } | null>(null);
  const asked = useRef(0);
  const look = (wanted: string, of: string, after: string | null = null, before: LibraryRow[] = []) => attempt(async () => {
    const mine = ++asked.current;
    const page = await api.searchLibrary(wanted, of.trim(), after);
    if (mine !== asked.current) return; // Something else was looked for meanwhile.
    Object.assign(last, { service: wanted, words: of });
    setList({ items: [...before, ...page.items], next: page.next });
    announce(said(before.length + page.items.length, page.next));
  });
  useEffect(() => void look(service, words), []);
  return (
    <main class="library" id="main">
      <h1>{t('library.title')}</h1>
      <p class="prose soft">{t('library.meaning')}</p>
      <form class="library__search" role="search" onSubmit={(event) => {
        event.preventDefault();
        void look(service, words);
      }}>
        <Select label={t('library.service')} value={service} testId="library-service"
          options={[{ value: '', label: t('library.service.all') }, ...services.value.map((one) => ({ value: one.code, label: nameOf(one.name) }))]}
          onInput={(value) => {
            setService(value);
            void look(value, words);
          }} />
        <TextField label={t('library.words')} hint={t('library.words.hint')} value={words} maxLength={100} testId="library-words" onInput={setWords} />
        <Button type="submit" kind="primary" icon="zoom" testId="library-search">{t('library.search')}</Button>
      </form>
      {list === null ? <p class="soft" aria-busy="true">{t('common.loading')}</p> : list.items.length === 0 ? (
        <EmptyState icon="library" title={t('library.empty')} />
      ) : (
        <section class="stack" aria-label={t('library.title')}>
          <p class="soft small" data-testid="library-count">{said(list.items.length, list.next)}</p>
          <ul class="library__list">
            {list.items.map((one) => (
              <li key={one.id}>
                <a class="library__row" href={pathOf.copy(one.id)} data-testid="library-row">
                  <strong dir="auto">{one.title}</strong>
                  <Facts of={one} />
                  {one.pictures > 0 && <span class="soft small">{t('library.pictures', { count: one.pictures })}</span>}
                </a>
              </li>
            ))}
          </ul>
          {list.next && <div><Button testId="library-more" onClick={() => look(last.service, last.words, list.next, list.items)}>{t('library.more')}</Button></div>}
        </section>
      )}
    </main>
  );
}

const said = (count: number, next: string | null) => t(next ? 'library.found.more' : 'library.found', { count });

function Copy({ id }: { id: string }) {
  const [copy, setCopy] = useState<LibraryCopy | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    api.libraryCopy(id).then(setCopy, setProblem);
  }, [id]);
  return (
    <main class="library" id="main">
      <a class="library__back" href={pathOf.library()}><Icon name="back" />{t('library.back')}</a>
      {problem !== null && (
        <Banner tone="warn" icon="alert" testId="copy-gone">
          {problem instanceof Problem && problem.code === 'not-found' ? t('library.gone') : problemText(problem)}
        </Banner>
      )}
      {copy === null && problem === null && <p class="soft" aria-busy="true">{t('common.loading')}</p>}
      {copy && (
        <article class="card stack" data-testid="library-copy">
          <h1 dir="auto" tabIndex={-1}>{copy.text.title}</h1>
          <Facts of={copy} />
          <CopyWords text={copy.text} heading="h2" />
          <Pictures files={copy.files} pathOf={(file) => api.libraryFilePath(copy.id, file)} />
        </article>
      )}
    </main>
  );
}
