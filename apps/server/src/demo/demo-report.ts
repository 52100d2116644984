import { createHash } from 'node:crypto';
import { createContent, createStamp, discloseMessage, evidenceToJson, type HubKey } from '@wellhouse/franking';
import { ReportPayload } from '@wellhouse/protocol';
import { sealReport } from '@wellhouse/sealing';
import { taxonomy } from '@wellhouse/taxonomy';
import type { Deps } from '../deps.ts';
import { newUuid } from '../staff/tokens.ts';
import { demoHubId } from './demo-hub.ts';
import type { PlannedReport } from './plan-week.ts';

export interface SealedDemoReport {
  readonly reportId: string;
  readonly sealed: Uint8Array;
  readonly groupId: string;
}

/** Number of the last message of each group. */
export type DemoSequences = Map<string, bigint>;

/** Makes of a planned report what a device would hand in: stamped, disclosed and sealed. */
export async function sealDemoReport(
  deps: Deps,
  key: HubKey,
  sequences: DemoSequences,
  planned: PlannedReport,
): Promise<SealedDemoReport> {
  const reportId = newUuid(deps.random);
  const groupId = Buffer.from(planned.group, 'utf8').toString('base64url');
  const payload = ReportPayload.parse({
    v: 1,
    reportId,
    hubId: demoHubId,
    createdAt: planned.at.toISOString(),
    subject:
      planned.text === null
        ? { kind: 'account', accountId: planned.subject }
        : { kind: 'message', accountId: planned.subject, groupId },
    category: planned.category,
    taxonomyVersion: taxonomy.version,
    answers: { danger: planned.danger, about: planned.about },
    statement: planned.statement,
    audience: planned.audience,
    locale: planned.locale,
    country: planned.country,
    evidence:
      planned.text === null ? [] : [evidenceOf(deps, key, sequences, { ...planned, text: planned.text, groupId })],
    attachments: [],
    blocked: false,
    wantsNotices: planned.wantsNotices,
  });
  const [sealingKey] = deps.keys.sealingPublicKeys();
  if (sealingKey === undefined) throw new Error('find no sealing key');
  const sealed = await sealReport({
    key: { ...sealingKey, publicKey: Buffer.from(sealingKey.publicKey, 'base64url') },
    hubId: demoHubId,
    reportId,
    payload: new TextEncoder().encode(JSON.stringify(payload)),
  });
  return { reportId, sealed, groupId };
}

function evidenceOf(
  deps: Deps,
  key: HubKey,
  sequences: DemoSequences,
  { subject, text, groupId, at, stamped }: PlannedReport & { text: string; groupId: string },
) {
  if (!stamped) {
    const sentAt = at.toISOString();
    return { scheme: 'reporter-asserted/1', role: 'reported', sender: subject, groupId, sentAt, text };
  }
  const group = Buffer.from(groupId, 'base64url');
  const acceptedAt = at.getTime() - 60_000;
  const header = {
    sender: subject,
    groupId: group,
    messageId: deps.random(16),
    clientTime: acceptedAt,
    kind: 'text' as const,
    refersTo: null,
    expiresAfter: 0,
  };
  const { content, tag } = createContent({ header, parts: [{ type: 'text', text }], random: deps.random });
  const sequence = (sequences.get(groupId) ?? 0n) + 1n;
  sequences.set(groupId, sequence);
  const stamp = createStamp({
    key,
    tag,
    context: {
      hubId: demoHubId,
      sender: subject,
      groupId: group,
      epoch: 0n,
      sequence,
      acceptedAt,
      messageHash: createHash('sha256').update(content).digest(),
    },
  });
  return { ...evidenceToJson(discloseMessage({ content, stamp, reveal: [1] })), role: 'reported' };
}
