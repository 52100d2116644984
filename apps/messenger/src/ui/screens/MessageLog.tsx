import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ShownMessage } from '../../device/conversation.ts';
import type { Conversation } from '../../device/device.ts';
import { formatDay, useTranslate } from '../i18n/messages.ts';
import { Icon } from '../parts/Icon.tsx';
import { usePageFocus } from '../state/use-page-focus.ts';
import { useBlocked, useSession } from '../state/use-session.ts';
import { Message } from './Message.tsx';
import type { MessageAction } from './MessageMenu.tsx';

const nearBottomPixels = 120;

type Entry =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'blocked'; key: string; count: number }
  | { kind: 'message'; key: string; message: ShownMessage; first: boolean };

/** Days between, blocked people's messages folded away, and who speaks first of a run. */
function entriesOf(messages: ShownMessage[], blocked: ReadonlySet<string>): Entry[] {
  const entries: Entry[] = [];
  let day = '';
  for (const message of messages) {
    const today = new Date(message.at).toDateString();
    if (today !== day) entries.push({ kind: 'day', key: `day ${today}`, at: message.at });
    day = today;
    const last = entries.at(-1);
    const key = `${message.sender} ${message.messageId}`;
    if (blocked.has(message.sender)) {
      if (last?.kind === 'blocked') last.count += 1;
      else entries.push({ kind: 'blocked', key: `blocked ${key}`, count: 1 });
    } else {
      const first = last?.kind !== 'message' || last.message.sender !== message.sender;
      entries.push({ kind: 'message', key, message, first });
    }
  }
  return entries;
}

export function MessageLog(props: {
  group: Conversation['group'];
  messages: ShownMessage[];
  onAction: (action: MessageAction, message: ShownMessage) => void;
}) {
  const { group, messages } = props;
  const t = useTranslate();
  const { device } = useSession();
  const blocked = useBlocked();
  const isLookedAt = usePageFocus();
  const log = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  const entries = entriesOf(messages, blocked);
  const newest = messages.findLast((message) => message.sequence !== null)?.sequence ?? 0;

  // What follows the newest message stays in view, unless someone has scrolled up to read.
  useLayoutEffect(() => {
    const element = log.current;
    if (element === null) return;
    const stay = () => {
      if (atBottom.current) element.scrollTop = element.scrollHeight;
    };
    stay();
    const observer = new ResizeObserver(stay);
    for (const child of element.children) observer.observe(child);
    observer.observe(element);
    return () => observer.disconnect();
  });
  useEffect(() => {
    if (newest > group.readUpTo && isLookedAt) void device.markRead(group.groupId, newest);
  }, [isLookedAt, device, group.groupId, group.readUpTo, newest]);

  return (
    <div
      className="log"
      role="log"
      aria-label={t('conversation.log', { name: group.name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      ref={log}
      onScroll={({ currentTarget: at }) => {
        atBottom.current = at.scrollHeight - at.scrollTop - at.clientHeight < nearBottomPixels;
      }}
    >
      <ol className="messages">
        <li className="log-note">
          <Icon name="lock" />
          {t('conversation.start')}
        </li>
        {entries.map((entry) => {
          switch (entry.kind) {
            case 'day':
              return (
                <li key={entry.key} className="day">
                  {formatDay(t.language, entry.at)}
                </li>
              );
            case 'blocked':
              return (
                <li key={entry.key} className="log-note">
                  {t('conversation.blocked', { count: entry.count })}
                </li>
              );
            case 'message':
              return (
                <li key={entry.key}>
                  <Message
                    message={entry.message}
                    first={entry.first}
                    all={messages}
                    onAction={props.onAction}
                    canSend={group.membership === 'member'}
                  />
                </li>
              );
            default:
              return entry satisfies never;
          }
        })}
        {group.unverifiable > 0 && (
          <li className="log-note warning" role="status">
            <Icon name="shield" />
            {t('conversation.unverifiable', { count: group.unverifiable })}
          </li>
        )}
      </ol>
    </div>
  );
}
