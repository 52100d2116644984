import { Button } from 'react-aria-components';
import { lastLine, type ShownMessage } from '../../device/conversation.ts';
import type { Conversation } from '../../device/device.ts';
import { formatTime, type Translate, useTranslate } from '../i18n/messages.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { type NameOf, useNames } from '../state/names.ts';
import { useBlocked, useConversation, useSession } from '../state/use-session.ts';

type Group = Conversation['group'];

function preview(
  conversation: Conversation | undefined,
  self: string,
  blocked: ReadonlySet<string>,
  t: Translate,
  nameOf: NameOf,
) {
  if (conversation?.group.membership === 'left') return t('groups.left');
  if (conversation?.group.membership === 'removed') return t('groups.removed');
  const last = lastLine((conversation?.messages ?? []).filter((message) => !blocked.has(message.sender)));
  if (last === null) return t('conversation.encrypted');
  const words = wordsOf(last, t);
  return last.sender === self ? t('groups.you', { text: words }) : `${nameOf(last.sender)}: ${words}`;
}

function wordsOf({ state, text }: ShownMessage, t: Translate): string {
  if (state === 'deleted') return t('message.deleted');
  return state === 'vanished' ? t('message.vanished') : text || t('groups.picture');
}

function Row({ group, isOpen, onOpen }: { group: Group; isOpen: boolean; onOpen: () => void }) {
  const t = useTranslate();
  const nameOf = useNames();
  const { device } = useSession();
  const blocked = useBlocked();
  const conversation = useConversation(group.groupId);
  const unread = (conversation?.messages ?? []).filter(
    ({ sequence, sender }) =>
      sequence !== null &&
      sequence > group.readUpTo &&
      sender !== device.accountId &&
      !blocked.has(sender) &&
      !group.muted?.includes(sender),
  ).length;
  return (
    <Button className="row" onPress={onOpen} aria-current={isOpen}>
      <Avatar id={group.groupId} name={group.name} square />
      <span className="row-text">
        <span className="row-line">
          <strong>
            <bdi>{group.name}</bdi>
          </strong>
          <time>{formatTime(t.language, group.lastActivity)}</time>
        </span>
        <span className="row-line">
          <span className="row-preview">
            <bdi>{preview(conversation, device.accountId, blocked, t, nameOf)}</bdi>
          </span>
          {unread > 0 && (
            <span className="badge">
              <span aria-hidden="true">{unread}</span>
              <span className="visually-hidden">{t('groups.unread', { count: unread })}</span>
            </span>
          )}
        </span>
      </span>
    </Button>
  );
}

export function ConversationList(props: { groups: Group[]; open: string | null; onOpen: (groupId: string) => void }) {
  const t = useTranslate();
  if (props.groups.length === 0) {
    return (
      <div className="list-empty">
        <p>{t('groups.empty')}</p>
        <p className="fine-print">{t('groups.empty.hint')}</p>
      </div>
    );
  }
  return (
    <ul>
      {props.groups.map((group) => (
        <li key={group.groupId}>
          <Row group={group} isOpen={group.groupId === props.open} onOpen={() => props.onOpen(group.groupId)} />
        </li>
      ))}
    </ul>
  );
}
