import type { DraftInput, ReportableMessage } from '@wellhouse/client';

/** What the report is about. */
export type ReportTarget =
  /** A message, by its position in `conversation`. */
  | { kind: 'message'; index: number }
  | { kind: 'account'; accountId: string }
  /** `groupId`: base64url. */
  | { kind: 'group'; groupId: string };

export function draftInput(target: ReportTarget, messages: readonly ReportableMessage[]): DraftInput {
  switch (target.kind) {
    case 'message':
      return { messages, reported: target.index };
    case 'account':
      return { messages, subject: { kind: 'account', accountId: target.accountId } };
    case 'group':
      return { messages, subject: { kind: 'group', groupId: target.groupId } };
    default:
      return unknownTarget(target);
  }
}

function unknownTarget(target: never): never {
  throw new Error(`expected a message, an account or a group, got ${JSON.stringify(target)}`);
}
