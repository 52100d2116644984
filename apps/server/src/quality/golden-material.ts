import { createHmac } from 'node:crypto';
import { type CaseSubject, type ConversationEntry, type QualityReview, ReportId } from '@wellhouse/protocol';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { isDrillHub } from '../platform/drill-hub.ts';
import type { GoldenCaseTable } from '../schema/golden-case.ts';

export type Golden = Selectable<GoldenCaseTable>;

/** Bytes that look like chance and are the same whenever the same golden case is shown to the same person. */
function bytesFor(deps: Pick<Deps, 'keys'>, reviewId: string, what: string): Buffer {
  return createHmac('sha256', deps.keys.receiptKey).update(`golden:${reviewId}:${what}`, 'utf8').digest();
}

function uuidOf(bytes: Buffer): string {
  const hex = Buffer.from(bytes.subarray(0, 16));
  hex[6] = ((hex[6] ?? 0) & 0x0f) | 0x40;
  hex[8] = ((hex[8] ?? 0) & 0x3f) | 0x80;
  return hex.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function accountOf(deps: Pick<Deps, 'keys'>, reviewId: string, who: string): string {
  return `u${bytesFor(deps, reviewId, who).readUIntBE(0, 6) % 10 ** 9}@chat.example`;
}

/** An invented account on the first of the installation's hubs. */
export function goldenSubject(deps: Pick<Deps, 'keys' | 'hubs'>, reviewId: string): z.input<typeof CaseSubject> {
  const hub = deps.hubs.list().find(({ hubId }) => !isDrillHub(hubId));
  return { kind: 'account', accountId: accountOf(deps, reviewId, 'subject'), hubId: hub?.hubId ?? 'chat.example' };
}

/** The messages of a golden case as those of a real one come out. */
export function goldenConversation(
  deps: Pick<Deps, 'keys'>,
  reviewId: string,
  golden: Golden,
  takenAt: Date,
): z.input<typeof ConversationEntry>[] {
  const groupId = bytesFor(deps, reviewId, 'group').subarray(0, 16).toString('base64url');
  const seed = bytesFor(deps, reviewId, 'numbers');
  const first = 20 + (seed.readUInt16BE(0) % 800);
  const begin = takenAt.getTime() - 86_400_000 * (2 + (seed.readUInt8(2) % 6)) - seed.readUInt32BE(4) / 100;
  return golden.messages.map((message, index) => ({
    type: 'message',
    itemId: uuidOf(bytesFor(deps, reviewId, `item ${index}`)),
    number: index + 1,
    level: 'VERIFIED',
    problems: [],
    role: message.reported ? 'reported' : 'context',
    sender: accountOf(deps, reviewId, message.from),
    groupId,
    sequence: first + index,
    acceptedAt: new Date(begin + index * (20_000 + seed.readUInt16BE(8))).toISOString(),
    kind: 'text',
    parts: [{ type: 'text', index: 0, text: message.text }],
    reportIds: [ReportId.parse(uuidOf(bytesFor(deps, reviewId, 'report')))],
  }));
}

export function goldenReports(golden: Golden): z.input<typeof QualityReview>['reports'] {
  const { category, statement } = golden;
  return [{ category, statement, answers: {}, locale: 'en', audience: 'adult' }];
}
