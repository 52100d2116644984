import type { Prompt } from '@wellhouse/client';
import type { ReportStart } from '@wellhouse/client-ui';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { placeOf, type ShownMessage } from '../../device/conversation.ts';
import type { Conversation } from '../../device/device.ts';
import { formatDay, useTranslate } from '../i18n/messages.ts';
import { Icon } from '../parts/Icon.tsx';
import { useOutOfView } from '../state/use-out-of-view.ts';
import { usePageFocus } from '../state/use-page-focus.ts';
import { useBlocked, useSession } from '../state/use-session.ts';
import { Message, type PromptActions } from './Message.tsx';
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

/** A message id is its sender's choice: somebody else's with the same id is another message. */
function isAbout(prompt: Prompt, { messageId, sender }: ShownMessage): boolean {
  return prompt.messageId === messageId && prompt.sender === sender;
}

function isAtBottom(log: HTMLElement): boolean {
  return log.scrollHeight - log.scrollTop - log.clientHeight < nearBottomPixels;
}

export function MessageLog(props: {
  group: Conversation['group'];
  messages: ShownMessage[];
  looking: Conversation['looking'];
  onAction: (action: MessageAction, message: ShownMessage) => void;
  /** What this device asks in this conversation. */
  prompt: Prompt | null;
  /** A prompt led to help or to a report. */
  onPrompted: (start: ReportStart, message: ShownMessage) => void;
}) {
  const { group, messages, prompt } = props;
  const t = useTranslate();
  const { device } = useSession();
  const blocked = useBlocked();
  const isLookedAt = usePageFocus();
  const log = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const isAway = useOutOfView(log, place);
  const onPlace = useCallback((element: HTMLElement | null) => {
    setPlace(element);
    return () => {
      // it goes, or moves to another message: a keyboard that was on it goes on in the log
      if (element?.contains(document.activeElement)) log.current?.focus();
      setPlace(null);
    };
  }, []);
  const entries = entriesOf(messages, blocked);
  const prompted: PromptActions = {
    onReport: props.onPrompted,
    onMute: (accountId) => device.setMuted(group.groupId, accountId, true),
    onLeave: group.membership === 'member' ? () => device.leave(group.groupId) : null,
    onClosed: () => log.current?.focus(),
    onPlace,
  };
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

  /** So that a question is found wherever its message stands: where that is, is its sender's choice. */
  function showPrompt(): void {
    place?.scrollIntoView({ block: 'center' });
    if (log.current) atBottom.current = isAtBottom(log.current);
    place?.focus({ preventScroll: true });
  }

  return (
    <>
      <div
        className="log"
        role="log"
        aria-label={t('conversation.log', { name: group.name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        ref={log}
        onScroll={({ currentTarget: at }) => {
          atBottom.current = isAtBottom(at);
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
                      groupId={group.groupId}
                      message={entry.message}
                      first={entry.first}
                      all={messages}
                      onAction={props.onAction}
                      canSend={group.membership === 'member'}
                      prompt={prompt !== null && isAbout(prompt, entry.message) ? prompt : null}
                      prompted={prompted}
                      isLookedAt={props.looking.has(placeOf(group.groupId, entry.message))}
                      isMuted={group.muted?.includes(entry.message.sender) ?? false}
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
      {isAway && (
        <div className="strip prompt-away">
          <span>{t('conversation.promptAway')}</span>
          <Button className="button" onPress={showPrompt}>
            {t('conversation.promptShow')}
          </Button>
        </div>
      )}
    </>
  );
}
