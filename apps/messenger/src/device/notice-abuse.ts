import { isMinor, type StoredBlock } from '@wellhouse/client';
import type { DeviceContext } from './context.ts';
import { foldConversation, isPromptShown, placeOf, type ShownMessage } from './conversation.ts';
import { textOf } from './mentions.ts';
import type { StoredGroup, StoredMessage } from './store.ts';

/** So long may looking at new messages keep them from being drawn, so that a screen reader is not faster than a prompt. */
const momentMs = 500;
const wordsCompared = 200;

/** Whose age is not known is asked, and nothing is kept of it, as for somebody under 18. */
export async function sayAge({ store, wellhouse }: DeviceContext): Promise<void> {
  const band = (await store.get('accountState', 'self'))?.ageBand;
  if (band !== undefined) await wellhouse.prompts.setMinor(isMinor(band)).catch(() => {});
}

/** From here on, until it is known what is in them, nothing reads these messages out. */
export function beginLooking(device: DeviceContext, messages: readonly StoredMessage[]): void {
  for (const message of messages) {
    if (message.sender !== device.accountId) device.looking.set(shownAt(message), message.sequence);
  }
}

export function endLooking(device: DeviceContext, messages: readonly StoredMessage[]): void {
  for (const message of messages) {
    const place = shownAt(message);
    if (device.looking.get(place) === message.sequence) device.looking.delete(place);
  }
}

/** Where a message, or what it says of another, is drawn. */
function shownAt({ groupId, kind, sender, messageId, refersTo }: StoredMessage): string {
  return placeOf(groupId, { sender, messageId: kind === 'edit' && refersTo !== null ? refersTo : messageId });
}

/**
 * Looks at messages that were stored just now, on this device, as they are shown: what somebody deleted before it was seen, or tried to
 * change of another person's, is not looked at. They are shown whatever comes of it: a classifier that hangs is waited for a moment, and
 * its message is drawn without being read out; one that did not answer last time is not waited for, and its message read out as always, since
 * otherwise nothing would be.
 */
export async function lookAt(device: DeviceContext, messages: readonly StoredMessage[]): Promise<void> {
  const { prompts, recontact } = device.wellhouse;
  await sayAge(device);
  const heard: { groupId: string; message: ShownMessage }[] = [];
  for (const [groupId, ofGroup] of Map.groupBy(messages, (message) => message.groupId)) {
    const shown = await shownIn(device, groupId);
    await withdrawGone(device, groupId, shown);
    const muted = (await device.store.get('group', groupId))?.muted ?? [];
    const others = shown.filter(({ sender }) => sender !== device.accountId && !muted.includes(sender));
    heard.push(...others.filter((message) => isNewIn(message, ofGroup)).map((message) => ({ groupId, message })));
  }
  const byPlace = Map.groupBy(messages, shownAt);
  const isHeard = new Set(heard.map(({ groupId, message }) => placeOf(groupId, message)));
  for (const [place, there] of byPlace) if (!isHeard.has(place)) endLooking(device, there);
  if (heard.length === 0) return;
  const looked = Promise.all(
    heard.map(async ({ groupId, message }) => {
      const { messageId, sender, text } = message;
      await Promise.all([
        prompts.look({ conversationId: groupId, messageId, sender, text }, () =>
          isStillShown(device, groupId, { messageId, sender }),
        ),
        recontact.seeMessage({ groupId, sender, text }, (block) => wordsOf(device, groupId, block)),
      ]);
      endLooking(device, byPlace.get(placeOf(groupId, message)) ?? []);
    }),
  ).catch((error: unknown) => {
    endLooking(device, messages);
    console.warn('messenger: cannot look at new messages', error);
  });
  if (prompts.runtime().state === 'failing') {
    endLooking(device, messages);
    return;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moment = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, momentMs);
  });
  await Promise.race([looked, moment]);
  clearTimeout(timer);
  // drawn quietly meanwhile
  if (messages.some((message) => device.looking.has(shownAt(message)))) void looked.then(device.changed);
}

type Place = Pick<ShownMessage, 'messageId' | 'sender'>;

/** Whether a prompt can be drawn under a message. */
function hasPlace(shown: readonly ShownMessage[], { messageId, sender }: Place): boolean {
  return shown.some(
    (message) => message.messageId === messageId && message.sender === sender && isPromptShown(message),
  );
}

/** Once the verdict is there: its message may be gone by then, and its sender muted. */
async function isStillShown(device: DeviceContext, groupId: string, place: Place): Promise<boolean> {
  const muted = (await device.store.get('group', groupId))?.muted ?? [];
  return !muted.includes(place.sender) && hasPlace(await shownIn(device, groupId), place);
}

/** Whether what is shown here came, or was changed by its sender, with one of these. */
function isNewIn(shown: ShownMessage, messages: readonly StoredMessage[]): boolean {
  if (shown.state !== 'sent') return false;
  return messages.some(({ kind, sender, sequence, refersTo }) => {
    if (kind === 'edit') return refersTo === shown.messageId && sender === shown.sender;
    return sequence === shown.sequence;
  });
}

async function shownIn(device: DeviceContext, groupId: string): Promise<ShownMessage[]> {
  const messages = await device.store.list('message', `${groupId}/`);
  const own = device.clock();
  const now = messages.some(({ life }) => life) ? await device.wellhouse.hubTime() : { time: own, deleteUpTo: own };
  return foldConversation(messages, [], device.accountId, now);
}

/**
 * A prompt under which nothing is drawn any more goes, so that the next one has its place. Where its sender deleted the message or let it
 * vanish, it stays: that must not take the help away.
 */
async function withdrawGone(device: DeviceContext, groupId: string, shown: readonly ShownMessage[]): Promise<void> {
  const { prompts } = device.wellhouse;
  const prompt = await prompts.open(groupId).catch(() => null);
  if (prompt === null) return;
  if (!hasPlace(shown, prompt)) await prompts.withdraw(prompt).catch(() => {});
}

/** Messages of these groups have vanished or were removed. Nothing that goes wrong with it keeps a view from being drawn anew. */
export async function withdrawPrompts(device: DeviceContext, groupIds: ReadonlySet<string>): Promise<void> {
  try {
    for (const groupId of groupIds) await withdrawGone(device, groupId, await shownIn(device, groupId));
  } catch (error) {
    console.warn('messenger: cannot withdraw a prompt', error);
  }
}

/** What this device still has of what somebody wrote in a group until they were blocked, by the hub's time, which messages bear. */
async function wordsOf(
  { store, wellhouse, clock }: DeviceContext,
  groupId: string,
  { accountId, blockedAt, hubTime }: StoredBlock,
): Promise<string[]> {
  // blocked before the hub's time was kept with it: this device's clock, and what is between the two now
  const until = hubTime ?? blockedAt + (await wellhouse.hubTime()).time - clock();
  const messages = (await store.list('message', `${groupId}/`)).filter(
    ({ sender, acceptedAt }) => sender === accountId && acceptedAt <= until,
  );
  return messages.slice(-wordsCompared).map(({ parts }) => textOf(parts));
}

/** Tells the guard against people who come back who is in these groups now. */
export async function seeGroups(device: DeviceContext, groups: readonly StoredGroup[]): Promise<void> {
  const joined = groups.filter(({ membership }) => membership === 'member');
  const accounts = new Map((await device.store.list('account')).map(({ accountId, name }) => [accountId, name]));
  const seen = joined.map(({ groupId, members }) => ({
    groupId,
    members: members.map((accountId) => ({
      accountId,
      name: accounts.get(accountId) ?? accountId.split('@')[0] ?? '',
    })),
  }));
  await device.wellhouse.recontact.seeGroups(seen);
}
