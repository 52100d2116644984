import type { ContentPart } from '@wellhouse/franking';
import { runningText } from '@wellhouse/protocol';

/** `@ben` or `@ben@hub.example`, at the beginning of a word; a full stop behind it ends the sentence. */
const mention =
  /(?<![\p{L}\p{N}@._-])@([\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?(?:@[\p{L}\p{N}.-]*[\p{L}\p{N}])?)/gu;
/** A message has at most 64 parts; names beyond that stay words. */
const maximumMentions = 20;

/**
 * Words as parts: each member's name after an `@` is a part of its own, so that who reports the message can keep the
 * names of others back.
 */
export function partsOf(text: string, members: readonly string[]): ContentPart[] {
  const parts: ContentPart[] = [];
  let from = 0;
  let found = 0;
  for (const match of text.matchAll(mention)) {
    const account = memberCalled(match[1] ?? '', members);
    if (account === undefined || found === maximumMentions) continue;
    found += 1;
    if (match.index > from) parts.push({ type: 'text', text: text.slice(from, match.index) });
    parts.push({ type: 'mention', account, name: match[0] });
    from = match.index + match[0].length;
  }
  if (from < text.length || parts.length === 0) parts.push({ type: 'text', text: text.slice(from) });
  return parts;
}

/** The words of a message as they are read. */
export function textOf(parts: readonly ContentPart[]): string {
  const words = parts.filter((part) => part.type === 'text' || part.type === 'mention');
  return runningText(words, ({ type }) => type)
    .map((run) => run.map((part) => (part.type === 'text' ? part.text : part.name)).join(''))
    .join('\n');
}

function memberCalled(name: string, members: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  return members.find((member) => member.toLowerCase() === wanted || member.split('@')[0]?.toLowerCase() === wanted);
}
