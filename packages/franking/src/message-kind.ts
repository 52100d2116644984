import { FrankingError } from './errors.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

const codes = { text: 1, edit: 2, delete: 3, reaction: 4, media: 5, 'key-update': 6 } as const;

/** What a message does (docs/spec/franking.md §2). */
export type MessageKind = keyof typeof codes;

const kinds = new Map<number, MessageKind>();
for (const kind of ['text', 'edit', 'delete', 'reaction', 'media', 'key-update'] as const) kinds.set(codes[kind], kind);

export function encodeMessageKind(writer: Writer, kind: MessageKind): void {
  const code = Object.hasOwn(codes, kind) ? codes[kind] : undefined;
  if (code === undefined) throw new FrankingError('invalid-argument', `cannot encode message kind "${kind}"`);
  writer.uint(code, 1, 'header.kind');
}

export function decodeMessageKind(reader: Reader): MessageKind {
  const code = reader.uint(1, 'header.kind');
  const kind = kinds.get(code);
  if (kind === undefined) throw new FrankingError('invalid-value', `cannot decode message kind ${code}`);
  return kind;
}
