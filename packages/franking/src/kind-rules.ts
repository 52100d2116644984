import { FrankingError } from './errors.ts';
import type { MessageHeader } from './message-header.ts';
import type { DisclosedPart } from './part.ts';

/**
 * What a kind may carry (docs/spec/franking.md §2.1). `parts` holds the body parts that can be seen; `partCount` counts all
 * parts, the header and hidden ones included, so that evidence is held to the same table.
 * @throws {FrankingError} `kind-mismatch`
 */
export function checkKind(header: MessageHeader, parts: readonly DisclosedPart[], partCount: number): void {
  const { kind, refersTo } = header;
  const body = partCount - 1;
  const allSeen = parts.length === body;
  const has = (type: DisclosedPart['type']) => parts.some((part) => part.type === type);
  const hasFile = has('attachment') || has('closed-attachment');

  if (kind === 'key-update') demand(refersTo === null, 'a key-update refers to no message');
  else if (kind !== 'text' && kind !== 'media') demand(refersTo !== null, `a message of kind ${kind} names another`);

  switch (kind) {
    case 'delete':
    case 'key-update':
      demand(body === 0, `a message of kind ${kind} has no body`);
      break;
    case 'reaction':
      demand(body === 1, 'a reaction has one body part');
      demand(!allSeen || has('reaction'), 'the body of a reaction is a reaction');
      break;
    case 'text':
    case 'edit':
    case 'media':
      demand(body >= 1, `a message of kind ${kind} has a body`);
      demand(!has('reaction'), `a message of kind ${kind} has no reaction part`);
      demand(kind !== 'media' || !allSeen || hasFile, 'a message of kind media has an attachment');
      break;
    default:
      unknownKind(kind);
  }
}

function demand(holds: boolean, rule: string): void {
  if (!holds) throw new FrankingError('kind-mismatch', `cannot accept message: ${rule}`);
}

function unknownKind(kind: never): never {
  throw new FrankingError('invalid-argument', `cannot accept message of kind ${JSON.stringify(kind)}`);
}
