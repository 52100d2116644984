import {
  checkReceivedMimi,
  computeFrankingTag,
  computeMessageId,
  createFrank,
  decodeAbuseReport,
  decodeFrank,
  decodeFrankingAgent,
  decodeMimiContent,
  decodeSubmitMessageResponse,
  type MimiHubKey,
  readFrankAad,
  verifyAbuseReport,
} from '@wellhouse/franking/mimi';
import { z } from 'zod';
import { HexBytes, refusalOf, type VectorVerdict, type Verdict } from './vector-verdict.ts';

const Received = z.object({
  applicationData: HexBytes,
  authenticatedData: HexBytes,
  frank: HexBytes.nullable(),
  acceptedTimestamp: z.coerce.bigint(),
  senderUri: z.string(),
  roomUri: z.string(),
  hubDomain: z.string(),
  suite: z.number(),
  frankingAgent: HexBytes.nullable(),
});

const Negative = z.intersection(
  z.object({ name: z.string(), code: z.string() }),
  z.discriminatedUnion('operation', [
    z.object({ operation: z.literal('computeFrankingTag'), salt: HexBytes, applicationData: HexBytes }),
    z.object({ operation: z.literal('decodeMimiContent'), content: HexBytes }),
    z.object({ operation: z.literal('readFrankAad'), authenticatedData: HexBytes }),
    z.object({ operation: z.literal('decodeFrank'), frank: HexBytes }),
    z.object({ operation: z.literal('decodeFrankingAgent'), frankingAgent: HexBytes }),
    z.object({ operation: z.literal('decodeSubmitMessageResponse'), submitMessageResponse: HexBytes }),
    z.object({ operation: z.literal('decodeAbuseReport'), abuseReport: HexBytes }),
    z.object({ operation: z.literal('createFrank'), suite: z.number(), authenticatedData: HexBytes }),
    z.object({ operation: z.literal('checkReceivedMimi'), received: Received }),
    z.object({ operation: z.literal('verifyAbuseReport'), abuseReport: HexBytes, roomUri: z.string() }),
  ]),
);
type Negative = z.infer<typeof Negative>;

/** `docs/spec/vectors/franking-f0.json`. */
export const VectorsF0 = z.object({
  hubKeys: z.array(
    z.object({
      hubKey: HexBytes,
      privateKey: HexBytes,
      publicKey: HexBytes,
      notBefore: z.coerce.bigint(),
      notAfter: z.coerce.bigint(),
    }),
  ),
  positive: z.array(
    z.object({
      name: z.string(),
      abuseReport: HexBytes,
      senderUri: z.string(),
      roomUri: z.string(),
      framed: z.boolean(),
    }),
  ),
  messageIds: z.array(
    z.object({
      name: z.string(),
      content: HexBytes,
      salt: HexBytes,
      senderUri: z.string(),
      roomUri: z.string(),
      messageId: HexBytes,
    }),
  ),
  negative: z.array(Negative),
});
type VectorsF0 = z.infer<typeof VectorsF0>;

/** What this program makes of every report, message id and negative vector of profile F0. */
export async function judgeVectorsF0(vectors: VectorsF0): Promise<VectorVerdict[]> {
  const { hubKeys: keys, positive, messageIds, negative } = vectors;
  const verified = positive.map(async ({ name, abuseReport, roomUri, framed }): Promise<VectorVerdict> => {
    const found = await refusalOf(() => onlyMessage(abuseReport, { roomUri, keys, framed }));
    return { name, operation: 'verifyAbuseReport', expected: null, ...found };
  });
  const ids = messageIds.map(async ({ name, content, messageId, ...known }): Promise<VectorVerdict> => {
    const found = await refusalOf(() => {
      if (Buffer.compare(computeMessageId(content, known), messageId) === 0) return undefined;
      return { ok: false, code: 'invalid-value', detail: 'the message id in the vector is another' };
    });
    return { name, operation: 'computeMessageId', expected: null, ...found };
  });
  const refused = negative.map(async (vector): Promise<VectorVerdict> => {
    const found = await refusalOf(() => run(vector, vectors));
    return { name: vector.name, operation: vector.operation, expected: vector.code, ...found };
  });
  return Promise.all([...verified, ...ids, ...refused]);
}

/** Decoders that throw nothing have accepted. */
function run(vector: Negative, { hubKeys: keys, positive }: VectorsF0): Verdict | undefined {
  switch (vector.operation) {
    case 'computeFrankingTag':
      computeFrankingTag(vector.salt, vector.applicationData);
      return undefined;
    case 'decodeMimiContent':
      decodeMimiContent(vector.content);
      return undefined;
    case 'readFrankAad':
      readFrankAad(vector.authenticatedData);
      return undefined;
    case 'decodeFrank':
      decodeFrank(vector.frank);
      return undefined;
    case 'decodeFrankingAgent':
      decodeFrankingAgent(vector.frankingAgent);
      return undefined;
    case 'decodeSubmitMessageResponse':
      decodeSubmitMessageResponse(vector.submitMessageResponse);
      return undefined;
    case 'decodeAbuseReport':
      decodeAbuseReport(vector.abuseReport);
      return undefined;
    case 'createFrank': {
      const { suite, authenticatedData } = vector;
      const [key] = keys;
      const [first] = positive;
      if (!key || !first) return undefined;
      const { senderUri, roomUri } = first;
      createFrank({ key, suite, authenticatedData, senderUri, roomUri, acceptedTimestamp: 1n });
      return undefined;
    }
    case 'checkReceivedMimi':
      return checkReceivedMimi(vector.received);
    case 'verifyAbuseReport':
      return onlyMessage(vector.abuseReport, { roomUri: vector.roomUri, keys });
    default:
      return vector satisfies never;
  }
}

/** The verdict on the report, or on the one message in it. */
function onlyMessage(
  report: Uint8Array,
  options: { roomUri: string; keys: readonly MimiHubKey[]; framed?: boolean },
): Verdict {
  const verified = verifyAbuseReport(report, options);
  if (!verified.ok) return verified;
  return verified.messages.find(({ ok }) => !ok) ?? { ok: true };
}
