import { useState } from 'preact/hooks';
import type { Consult, KeptLine } from '../api/contracts';
import * as api from '../api/telemed';
import { nameOf, t } from '../i18n';
import { dayAndTime } from '../time/format';
import { now } from '../time/serverClock';
import { Button } from '../ui/Button';
import { attempt } from '../ui/toasts';

/** How many lines stand there before somebody asks for more. */
const few = 6;

/** What was written in the room: its end, and all of it for who asks. */
export function ChatCard({ consult }: { consult: Consult }) {
  const { count, latest } = consult.chat;
  const [all, setAll] = useState<readonly KeptLine[] | null>(null);
  if (count === 0) return null;
  // Whatever was read whole may have got longer since: what the case says now is its end.
  const whole = all && [...all, ...latest.filter((line) => !all.some((one) => one.id === line.id))];
  const known = (whole ?? latest).filter((line) => !line.setApart);
  const apart = (whole ?? latest).length - known.length;
  const shown = whole ? known : known.slice(-few);
  const open = () => attempt(async () => setAll(count > latest.length ? await api.chat(consult.id) : latest));
  return (
    <section class="card stack" aria-labelledby="chat-title" data-testid="chat-kept">
      <div class="line">
        <h2 id="chat-title">{t('chat.kept')}</h2>
        <span class="soft">{t('chat.kept.count', { count })}</span>
      </div>
      {apart > 0 && <p class="soft">{t('chat.kept.apart', { count: apart })}</p>}
      {shown.length > 0 && <ol class="kept-chat">{shown.map((line) => <Line key={line.id} line={line} />)}</ol>}
      {(count > latest.length || known.length > few) && (
        <div>
          <Button expanded={whole !== null} testId="chat-all" onClick={whole ? () => setAll(null) : open}>
            {whole ? t('chat.kept.less') : t('chat.kept.all', { count })}
          </Button>
        </div>
      )}
    </section>
  );
}

function Line({ line }: { line: KeptLine }) {
  return (
    <li>
      <p class="kept-chat__who">
        <span>{nameOf(line.name)}</span> <time class="soft" dateTime={line.at}>{dayAndTime(line.at, now())}</time>
      </p>
      {line.text === null ? <p class="soft">{t('chat.kept.gone')}</p> : <p class="prose" dir="auto">{line.text}</p>}
    </li>
  );
}
