import { useState } from 'preact/hooks';
import type { ConsentMethod, Consult, CopyDraft, CopyPart, CopyText, FindingKind, Guardian, Me } from '../api/contracts';
import { Problem } from '../api/problem';
import * as api from '../api/telemed';
import { go, pathOf } from '../app/router';
import { language, nameOf, t } from '../i18n';
import { CopyWords, parts } from '../library/CopyWords';
import { Facts } from '../library/Facts';
import { Pictures } from '../library/Pictures';
import { Badge } from '../ui/Badge';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { Check, TextArea, TextField } from '../ui/Field';
import { attempt, toast, toastProblem } from '../ui/toasts';
import { GuardianFields, guardians, isWhole, MethodFields, noGuardian } from './ConsentFields';
import { consentTextVersion } from './consentText';
import '../library/library.css';

const answered = ['acknowledged', 'closed', 'archived'];

/** The patient's own consent to the case library, and the copy of the case on its way there. */
export function LibraryCard({ consult, me, take }: { consult: Consult; me: Me; take: (consult: Consult) => void }) {
  const [draft, setDraft] = useState<CopyDraft | null>(null);
  const may = (action: string) => consult.actions.includes(action);
  const asks = consult.mine === 'requester' && answered.includes(consult.state);
  const copy = consult.copy;
  if (!asks && !copy && !may('proposeCopy')) return null;
  const agreed = consult.consents.filter((one) => one.item === 'library' && one.subject === 'patient').at(-1)?.granted ?? false;
  const write = () => attempt(async () => setDraft(await api.copyDraft(consult.id)));
  return (
    <section class="card stack" aria-labelledby="copy-title" data-testid="library-card">
      <div class="line line--apart">
        <h2 id="copy-title">{t('copy.title')}</h2>
        {copy && <Badge tone={copy.status === 'released' ? 'good' : copy.status === 'returned' ? 'warn' : 'neutral'} testId="copy-status">{t(`copy.status.${copy.status}`)}</Badge>}
      </div>
      <p class="prose small">{t('copy.text')}</p>
      <p class="line">
        <span>{t('copy.consent')}</span>
        <Badge tone={agreed ? 'good' : 'neutral'} testId="library-consent">{t(agreed ? 'guest.yes' : 'guest.no')}</Badge>
      </p>
      {asks && <ConsentPart consult={consult} me={me} agreed={agreed} take={take} />}
      {copy?.status === 'returned' && copy.reason && <Banner tone="warn" icon="info"><span class="prose" dir="auto">{copy.reason}</span></Banner>}
      {copy?.end && <p class="soft">{t(`copy.end.${copy.end}`)}</p>}
      {copy && copy.status !== 'withdrawn' && <p class="soft small">{t('copy.by', { names: copy.authors.map((one) => nameOf(one.name)).join(' · ') })}</p>}
      {draft ? (
        <Editor consult={consult} draft={draft} take={(next) => {
          setDraft(null);
          take(next);
        }} onCancel={() => setDraft(null)} />
      ) : (
        <div class="line">
          {may('proposeCopy') && <Button kind="primary" icon="pen" testId="copy-write" onClick={write}>{t(copy ? 'copy.write.again' : 'copy.write')}</Button>}
          {copy?.released && <a class="button button--plain button--normal" href={pathOf.copy(copy.released)} data-testid="copy-open">{t('copy.open')}</a>}
          {may('withdrawCopy') && (
            <Button icon="close" testId="copy-withdraw" onClick={() => attempt(async () => take(await api.withdrawCopy(consult.id)))}>{t('copy.withdraw')}</Button>
          )}
        </div>
      )}
    </section>
  );
}

function ConsentPart({ consult, me, agreed, take }: { consult: Consult; me: Me; agreed: boolean; take: (consult: Consult) => void }) {
  const [method, setMethod] = useState<ConsentMethod>('spoken');
  const [witness, setWitness] = useState(nameOf(me.name));
  const [guardian, setGuardian] = useState<Guardian>(noGuardian);
  const child = consult.needsGuardian;
  const whole = (method !== 'spoken' || witness.trim()) && (!child || isWhole(guardian));
  const answer = (granted: boolean) => attempt(async () => take(await api.consent(consult.id, {
    item: 'library',
    subject: 'patient',
    granted,
    method,
    ...(witness.trim() ? { witness: witness.trim() } : {}),
    textVersion: consentTextVersion.library,
    language: language.value === 'zh' ? 'zh' : 'en',
    ...(granted && child ? { guardian } : {}),
  })));
  if (agreed) return <div><Button icon="close" testId="library-withdraw" onClick={() => answer(false)}>{t('consent.recording.withdraw')}</Button></div>;
  return (
    <div class="stack">
      {child && (
        <fieldset class="sign">
          <legend><strong>{t('guardian.title')}</strong></legend>
          <GuardianFields guardian={guardian} relations={guardians} tried={false} onInput={setGuardian} />
        </fieldset>
      )}
      <div class="sign">
        <MethodFields method={method} witness={witness} tried={false} onMethod={setMethod} onWitness={setWitness} />
        <Button icon="consent" testId="library-agree" disabled={!whole} onClick={() => answer(true)}>{t('copy.agree')}</Button>
      </div>
      <p class="soft small">{t('consent.version', { version: consentTextVersion.library })}</p>
    </div>
  );
}

interface Mark {
  start: number;
  length: number;
  kind: FindingKind;
  was?: string;
}

/** The copy under its author's hands: what was taken out is marked, and what the server still finds. */
function Editor({ consult, draft, take, onCancel }: { consult: Consult; draft: CopyDraft; take: (consult: Consult) => void; onCancel: () => void }) {
  const returned = consult.copy?.status === 'returned' ? consult.copy : null;
  const first = returned?.text ?? draft.text;
  const [text, setText] = useState<CopyText>(first);
  const [files, setFiles] = useState<readonly string[]>(returned?.files.map((one) => one.id) ?? []);
  const [found, setFound] = useState<{ of: CopyText; errors: Readonly<Record<string, string[]>> } | null>(null);
  const send = async () => {
    try {
      take(await api.proposeCopy(consult.id, text, files));
    } catch (error) {
      if (error instanceof Problem && error.reason === 'identifiers-left') setFound({ of: text, errors: error.errors });
      toastProblem(error);
    }
  };
  const left = (part: CopyPart) => found?.of[part] === text[part] ? (found.errors[part] ?? []).map(markOf) : [];
  const marks = (part: CopyPart): Mark[] => {
    const still = left(part);
    return still.length > 0 ? still : returned === null && text[part] === draft.text[part] ? draft.taken.filter((one) => one.field === part) : [];
  };
  return (
    <div class="stack" data-testid="copy-editor">
      <Facts of={draft} />
      {!returned && <p class="prose">{draft.taken.length === 0 ? t('copy.taken.none') : t('copy.taken', { count: draft.taken.length })}</p>}
      {parts.map((part) => {
        const shown = marks(part);
        const shared = {
          label: t(`copy.part.${part}`),
          value: text[part],
          error: left(part).length > 0 ? t('copy.left') : null,
          testId: `copy-${part}`,
          onInput: (value: string) => setText({ ...text, [part]: value }),
        };
        return (
          <div key={part} class="stack stack--tight">
            {part === 'title' ? <TextField {...shared} maxLength={120} /> : <TextArea {...shared} rows={5} maxLength={20_000} />}
            {shown.length > 0 && <Marked text={text[part]} marks={shown} label={t('copy.marked', { part: t(`copy.part.${part}`) })} />}
          </div>
        );
      })}
      {draft.files.length > 0 && (
        <fieldset class="stack stack--tight">
          <legend><strong>{t('copy.files')}</strong></legend>
          <p class="soft small">{t('copy.files.hint')}</p>
          <div class="line">
            {draft.files.map((one, i) => (
              <Check key={one.id} label={t('copy.file', { number: i + 1 })} checked={files.includes(one.id)} testId="copy-file"
                onChange={(checked) => setFiles(checked ? [...files, one.id] : files.filter((id) => id !== one.id))} />
            ))}
          </div>
          <Pictures files={draft.files} pathOf={(file) => api.copyFilePath(consult.id, file)} />
        </fieldset>
      )}
      <div class="line">
        <Button kind="primary" icon="send" testId="copy-propose" disabled={!text.title.trim() || !text.summary.trim()} onClick={send}>{t('copy.propose')}</Button>
        <Button testId="copy-cancel" onClick={onCancel}>{t('copy.cancel')}</Button>
      </div>
    </div>
  );
}

/** The places of a refusal travel as `kind:start:length`. */
function markOf(place: string): Mark {
  const [kind, start, length] = place.split(':');
  return { kind: kind as FindingKind, start: Number(start), length: Number(length) };
}

function Marked({ text, marks, label }: { text: string; marks: readonly Mark[]; label: string }) {
  let at = 0;
  const runs = [...marks].sort((a, b) => a.start - b.start).map((mark) => {
    const before = text.slice(at, mark.start);
    at = mark.start + mark.length;
    const kind = t(`finding.${mark.kind}`);
    return { before, marked: text.slice(mark.start, at), said: mark.was === undefined ? kind : t('copy.was', { kind, was: mark.was }) };
  });
  return (
    <p class="prose small copy__words" dir="auto" role="note" aria-label={label} data-testid="copy-marked">
      {runs.map((run) => (
        <>
          {run.before}
          <mark title={run.said}>{run.marked}<span class="visually-hidden"> ({run.said})</span></mark>
        </>
      ))}
      {text.slice(at)}
    </p>
  );
}

/** The second person: reads the copy as a stranger would, releases it, or sends it back. */
export function CopyReview({ consult }: { consult: Consult }) {
  const [reason, setReason] = useState('');
  const copy = consult.copy;
  if (!copy?.text) return null;
  const done = (act: () => Promise<void>, said: string) => attempt(async () => {
    await act();
    toast(said);
    go(pathOf.desk());
  });
  return (
    <section class="card stack" aria-labelledby="copy-review-title" data-testid="copy-review">
      <h2 id="copy-review-title">{t('copy.review.title')}</h2>
      <p class="prose">{t('copy.review.text')}</p>
      <p class="soft small">{t('copy.by', { names: copy.authors.map((one) => nameOf(one.name)).join(' · ') })}</p>
      <h3 dir="auto">{copy.text.title}</h3>
      <Facts of={copy} />
      <CopyWords text={copy.text} heading="h3" />
      <Pictures files={copy.files} pathOf={(file) => api.copyFilePath(consult.id, file)} />
      <TextArea label={t('copy.return.reason')} value={reason} rows={3} maxLength={1000} testId="copy-reason" onInput={setReason} />
      <div class="line">
        <Button kind="primary" icon="check" testId="copy-release" onClick={() => done(() => api.releaseCopy(consult.id), t('copy.released.done'))}>{t('copy.release')}</Button>
        <Button testId="copy-return" disabled={!reason.trim()} onClick={() => done(() => api.returnCopy(consult.id, reason.trim()), t('copy.returned.done'))}>{t('copy.return')}</Button>
      </div>
    </section>
  );
}
