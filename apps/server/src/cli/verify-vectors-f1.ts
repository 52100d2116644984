import {
  type CheckReceivedInput,
  checkReceived,
  decodeStamp,
  evidenceFromJson,
  type HubVerifyKey,
  openContent,
  readTag,
  verifyEvidence,
} from '@wellhouse/franking';
import { z } from 'zod';
import { HexBytes, refusalOf, type VectorVerdict, type Verdict } from './vector-verdict.ts';

const Received = z.object({
  content: HexBytes,
  authenticatedData: HexBytes,
  message: HexBytes,
  stamp: HexBytes,
  hubId: z.string(),
  sender: z.string(),
  groupId: HexBytes,
  epoch: z.coerce.bigint(),
  last: z.object({ sequence: z.coerce.bigint(), acceptedAt: z.number() }).nullable(),
  now: z.number(),
  acceptMacOnlyKeys: z.boolean().optional(),
});

const Negative = z.intersection(
  z.object({ name: z.string(), code: z.string() }),
  z.discriminatedUnion('operation', [
    z.object({ operation: z.literal('openContent'), content: HexBytes }),
    z.object({ operation: z.literal('readTag'), authenticatedData: HexBytes }),
    z.object({ operation: z.literal('decodeStamp'), stamp: HexBytes }),
    z.object({ operation: z.literal('checkReceived'), received: Received }),
    z.object({ operation: z.literal('verifyEvidence'), item: z.unknown(), hubId: z.string() }),
    z.object({ operation: z.literal('evidenceFromJson'), item: z.unknown() }),
  ]),
);
type Negative = z.infer<typeof Negative>;

/** `docs/spec/vectors/franking-f1.json`. */
export const VectorsF1 = z.object({
  hubId: z.string(),
  hubKeys: z.array(
    z.object({
      keyId: z.number(),
      macKey: HexBytes,
      publicKey: HexBytes.nullable(),
      notBefore: z.number(),
      notAfter: z.number(),
      retired: z.boolean().optional(),
    }),
  ),
  positive: z.array(
    z.object({
      name: z.string(),
      tag: HexBytes,
      content: HexBytes,
      authenticatedData: HexBytes,
      message: HexBytes,
      stamp: HexBytes,
      compactStamp: HexBytes,
      context: z.object({
        sender: z.string(),
        groupId: HexBytes,
        epoch: z.coerce.bigint(),
        acceptedAt: z.number(),
      }),
      evidence: z.array(z.object({ item: z.unknown() })),
    }),
  ),
  negative: z.array(Negative),
});

/** What this program makes of every message, disclosure and negative vector of profile F1. */
export async function judgeVectorsF1(vectors: z.infer<typeof VectorsF1>): Promise<VectorVerdict[]> {
  const { hubId, hubKeys, positive, negative } = vectors;
  const keys = hubKeys.map(({ retired = false, ...key }): HubVerifyKey => ({ ...key, retired }));
  const received = positive.flatMap((vector) =>
    [vector.stamp, vector.compactStamp].map(async (stamp): Promise<VectorVerdict> => {
      const { name, tag, context } = vector;
      const found = await refusalOf(() => {
        const checked = checkReceived({
          ...{ ...vector, ...context, stamp, hubId, keys, last: null, now: context.acceptedAt },
          acceptMacOnlyKeys: true,
        });
        if (!checked.ok || Buffer.compare(checked.opened.tag, tag) === 0) return checked;
        return { ok: false, code: 'tag-mismatch', detail: 'the tag in the vector is another' };
      });
      return { name, operation: 'checkReceived', expected: null, ...found };
    }),
  );
  const shown = positive.flatMap(({ name, evidence }) =>
    evidence.map(async ({ item }): Promise<VectorVerdict> => {
      const found = await refusalOf(() => verifyEvidence(evidenceFromJson(item), { keys, hubId }));
      return { name, operation: 'verifyEvidence', expected: null, ...found };
    }),
  );
  const refused = negative.map(async (vector): Promise<VectorVerdict> => {
    const found = await refusalOf(() => run(vector, keys));
    return { name: vector.name, operation: vector.operation, expected: vector.code, ...found };
  });
  return Promise.all([...received, ...shown, ...refused]);
}

/** Decoders that throw nothing have accepted. */
function run(vector: Negative, keys: HubVerifyKey[]): Verdict | undefined {
  switch (vector.operation) {
    case 'openContent':
      openContent(vector.content);
      return undefined;
    case 'readTag':
      readTag(vector.authenticatedData);
      return undefined;
    case 'decodeStamp':
      decodeStamp(vector.stamp);
      return undefined;
    case 'evidenceFromJson':
      evidenceFromJson(vector.item);
      return undefined;
    case 'checkReceived': {
      const { acceptMacOnlyKeys = false, ...received } = vector.received;
      const input: CheckReceivedInput = { ...received, keys, acceptMacOnlyKeys };
      return checkReceived(input);
    }
    case 'verifyEvidence':
      return verifyEvidence(evidenceFromJson(vector.item), { keys, hubId: vector.hubId });
    default:
      return vector satisfies never;
  }
}
