import {
  type AttachmentDescriptor,
  type ClosedAttachment,
  type DisclosedPart,
  evidenceFromJson,
  FrankingError,
  type HubVerifyKey,
  type ReasonCode,
  reasonFor,
  type VerifiedEvidence,
  verifyEvidence,
} from '@wellhouse/franking';
import { HubVerifyKey as HubVerifyKeyJson } from '@wellhouse/protocol';
import { z } from 'zod';

/** One item is judged by itself, whatever stands in it: a single damaged one does not spoil the others. */
const EvidenceFile = z.strictObject({
  evidence: z.array(z.unknown()).min(1).max(10_000),
  keys: z
    .array(HubVerifyKeyJson.extend({ retired: z.boolean().optional() }))
    .min(1)
    .max(1_000),
  hubId: z.string().optional(),
});

export interface VerifiedItem {
  readonly item: number;
  readonly level: 'VERIFIED' | 'ASSERTED';
  readonly code: ReasonCode | null;
  /** For a person: what is proven, or why nothing is. */
  readonly why: string;
  /** By part: what the sender committed to, where it is proven and disclosed. */
  readonly attachments: ReadonlyMap<number, AttachmentDescriptor | ClosedAttachment>;
}

/** @throws {z.ZodError} unless the file has the form that `wellhouse verify --help` shows; items are not judged by that */
export function verifyEvidenceFile(content: unknown): VerifiedItem[] {
  const { evidence, keys: known, hubId } = EvidenceFile.parse(content);
  const keys: HubVerifyKey[] = known.map((key) => ({
    keyId: key.keyId,
    macKey: Buffer.from(key.macKey, 'base64url'),
    publicKey: key.publicKey === null ? null : Buffer.from(key.publicKey, 'base64url'),
    notBefore: Date.parse(key.notBefore),
    notAfter: Date.parse(key.notAfter),
    retired: key.retired ?? false,
  }));
  const options = hubId === undefined ? { keys } : { keys, hubId };
  return evidence.map((item, index) => {
    try {
      return describe(index, verifyEvidence(evidenceFromJson(item), options));
    } catch (error) {
      if (!(error instanceof FrankingError)) throw error;
      return refused(index, error.code, error.message);
    }
  });
}

function refused(item: number, code: ReasonCode, detail: string): VerifiedItem {
  return { item, level: 'ASSERTED', code, why: why(code, detail), attachments: new Map() };
}

/** A refusal in words: what it amounts to, and which field it is about. */
export function why(code: ReasonCode, detail: string): string {
  return `${reasonFor(code)} (${detail})`;
}

function describe(item: number, result: VerifiedEvidence): VerifiedItem {
  if (!result.ok) return refused(item, result.code, result.detail);
  const { sender, hubId, sequence, acceptedAt, groupId } = result.stamp.context;
  const group = Buffer.from(groupId).toString('base64url');
  const hidden = result.hidden.length === 0 ? '' : `; ${result.hidden.length} part(s) kept back by the reporter`;
  const parts = result.parts.map(({ part }) => shown(part));
  const said = `${hubId} accepted this from ${sender} for group ${group} as message ${sequence}`;
  const at = new Date(acceptedAt).toISOString();
  const attachments = result.parts.flatMap(({ index, part }): [number, AttachmentDescriptor | ClosedAttachment][] =>
    part.type === 'attachment' || part.type === 'closed-attachment' ? [[index, part.attachment]] : [],
  );
  return {
    ...{ item, level: 'VERIFIED', code: null, why: `${said} at ${at}: ${parts.join(' ')}${hidden}` },
    attachments: new Map(attachments),
  };
}

function shown(part: DisclosedPart): string {
  if (part.type === 'text') return JSON.stringify(part.text);
  if (part.type === 'closed-attachment') {
    return `[attachment without its key, SHA-256 ${Buffer.from(part.attachment.plaintextSha256).toString('hex')}]`;
  }
  return part.type === 'mention' ? `[mention of ${part.account}]` : `[${part.type}]`;
}
