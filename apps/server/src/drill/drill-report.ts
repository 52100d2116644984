import { createHash } from 'node:crypto';
import {
  createContent,
  createStamp,
  discloseMessage,
  evidenceToJson,
  type FrankedEvidenceJson,
  generateHubKey,
  type HubKey,
  sealAttachment,
} from '@wellhouse/franking';
import { ReportPayload } from '@wellhouse/protocol';
import { taxonomy } from '@wellhouse/taxonomy';
import sharp from 'sharp';
import type { Deps } from '../deps.ts';
import { drillHubId } from '../platform/drill-hub.ts';
import { newUuid } from '../staff/tokens.ts';

export const drillReporter = 'drill-reporter@drill.wellhouse';
const sender = 'drill-sender@drill.wellhouse';
export const drillGroup = Buffer.from('wellhouse drill').toString('base64url');
export const drillText = 'This is a drill. Nobody wrote this message and nobody is in danger.';

/** A stamp key for one drill; it is good for an hour, and only for the drill's own hub. */
export function createDrillKey(deps: Deps): HubKey {
  const now = deps.clock().getTime();
  const { random } = deps;
  const keyId = random(4).readUInt32BE();
  return generateHubKey({ keyId, notBefore: now - 60_000, notAfter: now + 3_600_000, random });
}

export interface DrillReport {
  readonly reportId: string;
  readonly payload: Uint8Array;
  readonly ciphertext: Buffer;
  readonly sha256: string;
}

/** A message with a marked picture, stamped as a hub stamps and disclosed as a device discloses. */
export async function createDrillReport(deps: Deps, key: HubKey, options: { altered: boolean }): Promise<DrillReport> {
  const picture = await encryptPicture(deps);
  const groupId = Buffer.from(drillGroup, 'base64url');
  const acceptedAt = deps.clock().getTime();
  const { content, tag } = createContent({
    header: {
      sender,
      groupId,
      messageId: deps.random(16),
      clientTime: acceptedAt,
      kind: 'media',
      refersTo: null,
      expiresAfter: 0,
    },
    parts: [
      { type: 'text', text: drillText },
      { type: 'attachment', attachment: picture.attachment },
    ],
    random: deps.random,
  });
  const context = {
    hubId: drillHubId,
    sender,
    groupId,
    epoch: 0n,
    sequence: BigInt(acceptedAt),
    acceptedAt,
    messageHash: createHash('sha256').update(content).digest(),
  };
  const stamp = createStamp({ key, tag, context });
  const evidence = evidenceToJson(discloseMessage({ content, stamp, reveal: [1, 2], keys: [2] }));
  const reportId = newUuid(deps.random);
  const payload = ReportPayload.parse({
    v: 1,
    reportId,
    hubId: drillHubId,
    createdAt: deps.clock().toISOString(),
    subject: { kind: 'message', accountId: sender, groupId: drillGroup },
    category: 'other',
    taxonomyVersion: taxonomy.version,
    answers: { danger: 'not-asked', about: 'not-asked' },
    statement: drillText,
    audience: 'adult',
    locale: 'en',
    country: null,
    evidence: [{ ...(options.altered ? alter(evidence) : evidence), role: 'reported' }],
    attachments: [{ item: 0, part: 2, ciphertextSha256: picture.sha256, size: picture.ciphertext.length }],
    blocked: false,
    wantsNotices: true,
  });
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return { reportId, payload: bytes, ciphertext: picture.ciphertext, sha256: picture.sha256 };
}

/** One letter of the text becomes another. */
function alter(evidence: FrankedEvidenceJson): FrankedEvidenceJson {
  const revealed = evidence.revealed.map((part) => {
    if (part.index !== 1) return part;
    const bytes = Buffer.from(part.part, 'base64url');
    const last = bytes.length - 2;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    return { ...part, part: bytes.toString('base64url') };
  });
  return { ...evidence, revealed };
}

async function encryptPicture(deps: Deps) {
  const file = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#2a7' } })
    .png()
    .toBuffer();
  const { seal, ciphertext } = await sealAttachment({ plaintext: file, random: deps.random });
  const label = {
    url: 'https://drill.wellhouse/picture',
    name: 'drill.png',
    mediaType: 'image/png',
    width: 32,
    height: 32,
  };
  const sha256 = Buffer.from(seal.ciphertextSha256).toString('hex');
  return { attachment: { ...label, ...seal }, ciphertext: Buffer.from(ciphertext.buffer), sha256 };
}
