import { signal } from '@preact/signals';
import type { Consult } from '../api/contracts';
import { Problem } from '../api/problem';
import * as api from '../api/telemed';
import { forget, remembered, store } from '../app/preferences';

export interface OpinionWords {
  findings: string;
  advice: string;
}

export type Saved = 'idle' | 'typing' | 'saving' | 'saved' | 'local';

const quietMs = 800;

/**
 * One opinion being written. It lives outside the page's tree, so that the room's tab and the page after it show the
 * same words; it is kept in the browser at every keystroke and on the server after a short quiet.
 */
export class OpinionDraft {
  readonly words = signal<OpinionWords>({ findings: '', advice: '' });
  readonly saved = signal<Saved>('idle');
  readonly #id: string;
  readonly #key: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(consult: Consult) {
    this.#id = consult.id;
    this.#key = `opinion.${consult.id}`;
    const kept = remembered<OpinionWords>(this.#key);
    this.words.value = kept ?? { findings: consult.opinion?.findings ?? '', advice: consult.opinion?.advice ?? '' };
  }

  change(part: Partial<OpinionWords>): void {
    this.words.value = { ...this.words.value, ...part };
    store(this.#key, JSON.stringify(this.words.value));
    this.saved.value = 'typing';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save().catch(() => undefined), quietMs);
  }

  /** Sends what is written; throws when the server refuses, and keeps it in the browser when it cannot be reached. */
  async save(): Promise<Consult | null> {
    clearTimeout(this.#timer);
    const sent = this.words.value;
    this.saved.value = 'saving';
    try {
      const consult = await api.draftOpinion(this.#id, sent.findings, sent.advice);
      if (this.words.value === sent) this.saved.value = 'saved';
      return consult;
    } catch (error) {
      this.saved.value = 'local';
      if (error instanceof Problem && error.offline) return null;
      throw error;
    }
  }

  forget(): void {
    clearTimeout(this.#timer);
    drafts.delete(this.#id);
    forget(this.#key);
  }
}

const drafts = new Map<string, OpinionDraft>();

export function opinionDraftOf(consult: Consult): OpinionDraft {
  let draft = drafts.get(consult.id);
  if (!draft) {
    draft = new OpinionDraft(consult);
    drafts.set(consult.id, draft);
  }
  return draft;
}
