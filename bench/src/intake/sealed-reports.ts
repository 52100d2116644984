import { randomBytes, randomUUID } from 'node:crypto';
import {
  createContent,
  createStamp,
  discloseMessage,
  evidenceToJson,
  generateHubKey,
  type HubKey,
  sha256,
} from '@wellhouse/franking';
import type { SealingPublicKey } from '@wellhouse/protocol';
import { sealReport } from '@wellhouse/sealing';

export const hubId = 'bench.localhost';

interface SealedReport {
  readonly reportId: string;
  /** In base64url. */
  readonly sealed: string;
}

interface SealOptions {
  /** Stamps with it; else with one that nobody knows. */
  readonly hubKey?: HubKey;
  /** Each report is about an account of its own, and so a case of its own. */
  readonly apart?: boolean;
}

/** Real reports: a threat and four messages before it, each franked and stamped, sealed to the server's key. */
export async function sealReports(
  key: SealingPublicKey,
  count: number,
  {
    hubKey = generateHubKey({ keyId: 1, notBefore: 0, notAfter: Number.MAX_SAFE_INTEGER }),
    apart = false,
  }: SealOptions = {},
): Promise<SealedReport[]> {
  const sealed: SealedReport[] = [];
  for (let index = 0; index < count; index++) {
    const reportId = randomUUID();
    const groupId = randomBytes(16);
    const accountId = apart ? `mal-${index}@bench.localhost` : 'mal@bench.localhost';
    const evidence = [41, 42, 43, 44, 45].map((sequence) => {
      const header = {
        sender: accountId,
        groupId,
        messageId: randomBytes(16),
        clientTime: Date.now(),
        kind: 'text' as const,
        refersTo: null,
        expiresAfter: 0,
      };
      const text = `message ${sequence}: the quick brown fox jumps over the lazy dog, and nobody is hurt`;
      const { content, tag } = createContent({ header, parts: [{ type: 'text', text }] });
      const context = { hubId, sender: header.sender, groupId, epoch: 3n, acceptedAt: Date.now() };
      const messageHash = sha256(content);
      const stamp = createStamp({ key: hubKey, tag, context: { ...context, sequence: BigInt(sequence), messageHash } });
      const role = sequence === 45 ? ('reported' as const) : ('context' as const);
      return { role, ...evidenceToJson(discloseMessage({ content, stamp })) };
    });
    const payload = {
      v: 1,
      reportId,
      hubId,
      createdAt: new Date().toISOString(),
      subject: { kind: 'account', accountId },
      category: 'threat.life',
      taxonomyVersion: '1',
      answers: { danger: 'no', about: 'me' },
      statement: null,
      audience: 'adult',
      locale: 'en',
      country: null,
      evidence,
      attachments: [],
      blocked: true,
      wantsNotices: true,
    };
    const bytes = new TextEncoder().encode(JSON.stringify(payload));
    const publicKey = Buffer.from(key.publicKey, 'base64url');
    const box = await sealReport({ key: { ...key, publicKey }, hubId, reportId, payload: bytes });
    sealed.push({ reportId, sealed: Buffer.from(box).toString('base64url') });
  }
  return sealed;
}
