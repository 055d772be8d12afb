import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatLine } from '../api/contracts';
import { nameOf, t } from '../i18n';
import { problemText } from '../i18n/problemText';
import { timeOfDay } from '../time/format';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { TextField } from '../ui/Field';
import type { RoomSession } from './session';

function Line({ line, own }: { line: ChatLine; own: boolean }) {
  return (
    <li class="chat__line" data-own={own ? '' : undefined}>
      <p class="chat__who">{own ? t('tile.you') : nameOf(line.name)} <time dateTime={line.at}>{timeOfDay(line.at)}</time></p>
      <p class="prose" dir="auto">{line.text}</p>
    </li>
  );
}

/** The room's chat. What is typed stays in the box until the server has it. */
export function ChatPanel({ session }: { session: RoomSession }) {
  const state = session.state.value;
  const lines = state?.chat ?? [];
  const list = useRef<HTMLDivElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines.length]);
  const send = async () => {
    const text = session.chatDraft.value.trim();
    if (!text) return;
    try {
      setFault(null);
      await session.sendChat(text);
      if (session.chatDraft.value.trim() === text) session.chatDraft.value = '';
    } catch (error) {
      setFault(`${t('chat.notSent')} ${problemText(error)}`);
    }
  };
  return (
    <div class="chat">
      <div class="chat__list" ref={list} tabIndex={0} role="log" aria-label={t('panel.chat')}>
        {lines.length === 0 && <EmptyState icon="chat" title={t('chat.empty')}>{t('chat.empty.more')}</EmptyState>}
        <ul class="stack stack--tight">
          {lines.map((line) => <Line key={line.id} line={line} own={line.participant === state?.self} />)}
        </ul>
      </div>
      <form class="chat__form" onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}>
        <TextField label={t('chat.message')} value={session.chatDraft.value} maxLength={2000} error={fault} testId="chat-input"
          onInput={(text) => (session.chatDraft.value = text)} />
        <Button kind="primary" icon="send" testId="chat-send" label={t('chat.send')} onClick={send} />
      </form>
    </div>
  );
}
