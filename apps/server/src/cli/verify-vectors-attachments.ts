import {
  type AttachmentSeal,
  decodePart,
  FrankingError,
  openAttachment,
  openChunk,
  verifyExcerpt,
} from '@wellhouse/franking';
import { z } from 'zod';
import { HexBytes, refusalOf, type VectorVerdict, type Verdict } from './vector-verdict.ts';

const Negative = z.intersection(
  z.object({ name: z.string(), code: z.string(), part: HexBytes }),
  z.discriminatedUnion('operation', [
    z.object({ operation: z.literal('decodePart') }),
    z.object({ operation: z.literal('openAttachment'), ciphertext: HexBytes }),
    z.object({ operation: z.literal('openChunk'), index: z.number(), chunk: HexBytes, path: HexBytes }),
    z.object({ operation: z.literal('verifyExcerpt'), excerpt: HexBytes }),
  ]),
);
type Negative = z.infer<typeof Negative>;

/** `docs/spec/vectors/attachments.json`. */
export const VectorsAttachments = z.object({
  positive: z.array(
    z.object({
      name: z.string(),
      part: HexBytes,
      ciphertext: HexBytes,
      chunked: z.object({ excerpts: z.array(z.object({ excerpt: HexBytes })) }).nullable(),
    }),
  ),
  negative: z.array(Negative),
});

/** What this program makes of every file, every excerpt and every negative vector of attachments. */
export async function judgeVectorsAttachments(vectors: z.infer<typeof VectorsAttachments>): Promise<VectorVerdict[]> {
  const opened = vectors.positive.map(async ({ name, part, ciphertext }): Promise<VectorVerdict> => {
    const found = await refusalOf(() => openAttachment(sealIn(part), ciphertext));
    return { name, operation: 'openAttachment', expected: null, ...found };
  });
  const proven = vectors.positive.flatMap(({ name, part, chunked }) =>
    (chunked?.excerpts ?? []).map(async ({ excerpt }, index): Promise<VectorVerdict> => {
      const found = await refusalOf(() => verifyExcerpt(chunkedSealIn(part), excerpt));
      return { name: `${name}, excerpt ${index + 1}`, operation: 'verifyExcerpt', expected: null, ...found };
    }),
  );
  const refused = vectors.negative.map(async (vector): Promise<VectorVerdict> => {
    const found = await refusalOf(() => run(vector));
    return { name: vector.name, operation: vector.operation, expected: vector.code, ...found };
  });
  return Promise.all([...opened, ...proven, ...refused]);
}

async function run(vector: Negative): Promise<Verdict | undefined> {
  switch (vector.operation) {
    case 'decodePart':
      decodePart(vector.part);
      return undefined;
    case 'openAttachment':
      return openAttachment(sealIn(vector.part), vector.ciphertext);
    case 'openChunk':
      return openChunk(chunkedSealIn(vector.part), vector);
    case 'verifyExcerpt':
      return verifyExcerpt(chunkedSealIn(vector.part), vector.excerpt);
    default:
      return vector satisfies never;
  }
}

function sealIn(part: Uint8Array): AttachmentSeal {
  const decoded = decodePart(part);
  if (decoded.type !== 'attachment') throw new FrankingError('invalid-value', 'the vector holds no attachment part');
  return decoded.attachment;
}

function chunkedSealIn(part: Uint8Array) {
  const seal = sealIn(part);
  if (seal.algorithm !== 'A256GCM-STREAM')
    throw new FrankingError('invalid-value', 'the vector holds no chunked attachment');
  return seal;
}
