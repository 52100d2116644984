import type { Prompt } from '@wellhouse/client';
import { PromptBar, type ReportStart } from '@wellhouse/client-ui';
import type { RefCallback } from 'react';
import { isPromptShown, type ShownMessage } from '../../device/conversation.ts';
import { formatTime, type Translate, useTranslate } from '../i18n/messages.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { useNames } from '../state/names.ts';
import { useSession } from '../state/use-session.ts';
import { Remaining, Vanished } from './Disappearing.tsx';
import { type MessageAction, MessageMenu } from './MessageMenu.tsx';
import { PictureView } from './PictureView.tsx';

function stateNote(message: ShownMessage, t: Translate): string | null {
  switch (message.state) {
    case 'deleted':
      return t('message.deleted');
    case 'removed':
      return t('message.removed');
    case 'vanished':
      return t('message.vanished');
    case 'sent':
    case 'sending':
      return null;
    default:
      return message.state satisfies never;
  }
}

/** What a prompt leads to in this app. */
export interface PromptActions {
  onReport: (start: ReportStart, message: ShownMessage) => void;
  /** In this conversation. */
  onMute: (accountId: string) => Promise<void>;
  onLeave: (() => Promise<void>) | null;
  onClosed: () => void;
  /** Where the question is drawn now. */
  onPlace: RefCallback<HTMLElement>;
}

export function Message(props: {
  groupId: string;
  message: ShownMessage;
  first: boolean;
  /** The conversation, where an answer finds what it answers. */
  all: readonly ShownMessage[];
  canSend: boolean;
  onAction: (action: MessageAction, message: ShownMessage) => void;
  /** What this device asks about this message. */
  prompt: Prompt | null;
  prompted: PromptActions;
  /** Comes without being read out. */
  isMuted: boolean;
  /** It is not known yet whether there is something to ask: until then its words are not read out. */
  isLookedAt: boolean;
}) {
  const { message, first, prompt, prompted } = props;
  const t = useTranslate();
  const nameOf = useNames();
  const { device } = useSession();
  const own = message.sender === device.accountId;
  const name = own ? t('message.you') : nameOf(message.sender);
  const time = formatTime(t.language, message.at);
  const note = stateNote(message, t);
  const isQuiet = prompt !== null || props.isLookedAt;
  const report = () => props.onAction('report', message);
  const quoted = message.quote && props.all.find((other) => other.messageId === message.quote?.messageId);
  return (
    <>
      <article
        className="message"
        data-own={own || undefined}
        data-first={first || undefined}
        aria-label={t('message.at', { name, time })}
        aria-live={props.isMuted ? 'off' : undefined}
      >
        {!own && (
          <span className="message-face">
            {first && <Avatar id={message.sender.split('@')[0] ?? ''} name={name} />}
          </span>
        )}
        <div className="bubble" data-state={message.state}>
          {first && !own && (
            <p className="message-name" aria-hidden="true">
              {name}
            </p>
          )}
          {quoted && (
            <blockquote className="quote" aria-live="off">
              <cite>
                {t('message.quote', {
                  name: quoted.sender === device.accountId ? t('message.you') : nameOf(quoted.sender),
                })}
              </cite>
              <p dir="auto">{stateNote(quoted, t) ?? (quoted.text || t('groups.picture'))}</p>
            </blockquote>
          )}
          {message.pictures.map((picture) => (
            <PictureView key={picture.part} groupId={props.groupId} message={message} picture={picture} from={name} />
          ))}
          {note === null ? (
            message.text !== '' && (
              // a screen reader says that there is a message, and reads these words when it is asked to
              <>
                {isQuiet && <p className="visually-hidden">{t('message.quiet')}</p>}
                <p className="message-text" dir="auto" aria-live={isQuiet || props.isMuted ? 'off' : undefined}>
                  {message.text}
                </p>
              </>
            )
          ) : (
            <p className="message-gone">{note}</p>
          )}
          {message.state === 'vanished' && !own && <Vanished message={message} onReport={report} />}
          <p className="message-meta">
            {message.edited && <span>{t('message.edited')}</span>}
            {message.state === 'sent' && message.visibleUntil !== null && <Remaining until={message.visibleUntil} />}
            {message.state === 'sending' ? (
              <span>{t('message.sending')}</span>
            ) : (
              <time dateTime={new Date(message.at).toISOString()}>{time}</time>
            )}
          </p>
        </div>
        {message.state !== 'sending' && message.state !== 'vanished' && (
          <MessageMenu message={message} own={own} canSend={props.canSend} onAction={props.onAction} />
        )}
      </article>
      {prompt && isPromptShown(message) && (
        <div className="message-prompt" tabIndex={-1} ref={prompted.onPlace}>
          <PromptBar
            prompt={prompt}
            name={name}
            onReport={(start) => prompted.onReport(start, message)}
            onMute={() => prompted.onMute(prompt.sender)}
            onClosed={prompted.onClosed}
            {...(prompted.onLeave && { onLeave: prompted.onLeave })}
          />
        </div>
      )}
    </>
  );
}
