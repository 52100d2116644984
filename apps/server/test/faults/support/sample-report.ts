import { createHash, randomUUID } from 'node:crypto';
import { discloseMessage, evidenceToJson, toBase64Url } from '@wellhouse/franking';
import type { SealingPublicKey } from '@wellhouse/protocol';
import { sealReport } from '@wellhouse/sealing';
import type { KeptMessage } from './sample-hub.ts';

export interface ReportWish {
  hubId: string;
  key: SealingPublicKey;
  /** The account that the report is about. */
  about: string;
  groupId: Uint8Array;
  /** The last one is the reported one. */
  messages: readonly KeptMessage[];
  ciphertexts?: readonly Uint8Array[];
  category?: string;
  reportId?: string;
  /** Fields of the payload to replace; for reports that something is wrong with. */
  payload?: Record<string, unknown>;
  /** What is sealed instead of the payload. */
  sealedText?: string;
}

/** A report as a device holds it until the server has it. */
export interface SampleReport {
  readonly reportId: string;
  /** The bytes that were sealed. */
  readonly payload: Buffer;
  /** Number of messages in it. */
  readonly items: number;
  /** JSON body of `submitReport`. */
  readonly body: string;
  readonly attachments: readonly { readonly sha256: string; readonly bytes: Uint8Array }[];
}

export async function sampleReport(wish: ReportWish): Promise<SampleReport> {
  const reportId = wish.reportId ?? randomUUID();
  const last = wish.messages.length - 1;
  const files = (wish.ciphertexts ?? []).map((_, index) => index + 1);
  const evidence = wish.messages.map(({ content, stamp }, index) => ({
    role: index === last ? 'reported' : 'context',
    ...evidenceToJson(discloseMessage({ content, stamp, keys: index === last ? files : [] })),
  }));
  const attachments = (wish.ciphertexts ?? []).map((bytes) => ({ sha256: sha256Hex(bytes), bytes }));
  const json = {
    v: 1,
    reportId,
    hubId: wish.hubId,
    createdAt: new Date().toISOString(),
    subject: { kind: 'message', accountId: wish.about, groupId: toBase64Url(wish.groupId) },
    category: wish.category ?? 'threat.life',
    taxonomyVersion: '1',
    answers: { danger: 'no', about: 'me' },
    statement: null,
    audience: 'adult',
    locale: 'en',
    country: null,
    evidence,
    attachments: attachments.map(({ sha256, bytes }, index) => ({
      ...{ item: last, part: index + 1, ciphertextSha256: sha256, size: bytes.length },
    })),
    blocked: false,
    wantsNotices: true,
    ...wish.payload,
  };
  const payload = Buffer.from(wish.sealedText ?? JSON.stringify(json), 'utf8');
  const publicKey = Buffer.from(wish.key.publicKey, 'base64url');
  const sealed = await sealReport({ key: { ...wish.key, publicKey }, hubId: wish.hubId, reportId, payload });
  return { reportId, payload, items: evidence.length, body: bodyOf(reportId, sealed, attachments), attachments };
}

export function bodyOf(
  reportId: string,
  sealed: Uint8Array,
  attachments: readonly { sha256: string; bytes: Uint8Array }[] = [],
): string {
  return JSON.stringify({
    reportId,
    sealed: toBase64Url(sealed),
    attachments: attachments.map(({ sha256, bytes }) => ({ sha256, size: bytes.length })),
    locale: 'en',
  });
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
