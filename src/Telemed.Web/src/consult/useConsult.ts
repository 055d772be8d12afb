import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Consult } from '../api/contracts';
import { Problem } from '../api/problem';
import * as api from '../api/telemed';
import { changed } from '../desk/deskStore';

export interface Loaded {
  consult: Consult | null;
  problem: Problem | null;
  /** Takes what a command answered, so that nothing has to be read again; an answer older than what is shown is dropped. */
  take: (consult: Consult) => void;
  reload: () => Promise<void>;
}

const finalizingPollMs = 3_000;

/** One consult, kept fresh by the desk hub; while a recording is being made ready it is asked for again and again. */
export function useConsult(id: string): Loaded {
  const [consult, setConsult] = useState<Consult | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = useCallback((fresh: Consult) => {
    setConsult((before) => (before && before.id === fresh.id && before.version > fresh.version ? before : fresh));
  }, []);
  const reload = useCallback(async () => {
    try {
      take(await api.consult(id));
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem('unknown', 0, ''));
    }
  }, [id]);
  const change = changed.value;
  useEffect(() => {
    if (change.id === '' || change.id === id) void reload();
  }, [change.count, reload]);
  useEffect(() => void reload(), [reload]);
  const finalizing = consult?.recordings.some((one) => one.state === 'finalizing') ?? false;
  useEffect(() => {
    if (!finalizing) return;
    const timer = setInterval(() => void reload(), finalizingPollMs);
    return () => clearInterval(timer);
  }, [finalizing, reload]);
  return { consult: consult?.id === id ? consult : null, problem, take, reload };
}
