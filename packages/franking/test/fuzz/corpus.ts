import { readFileSync } from 'node:fs';
import { unhex } from '../support/hex.ts';
import { vectorsFile } from '../vectors/build-vectors.ts';
import type { Vectors } from '../vectors/vector-format.ts';

const { positive, negative }: Vectors = JSON.parse(readFileSync(vectorsFile, 'utf8'));
/** The 64-part and the 32 KiB vector once each would be most of the run; the fuzzer reaches their limits from smaller ones too. */
const small = (bytes: Uint8Array) => bytes.length <= 4_096;

/** Inputs from docs/spec/vectors/franking-f1.json, valid and invalid, by what reads them. */
export const corpus = {
  contents: [
    ...positive.map(({ content }) => unhex(content)),
    ...negative.flatMap((vector) => (vector.operation === 'openContent' ? [unhex(vector.content)] : [])),
  ].filter(small),
  headers: positive.flatMap(({ encodedParts }) => encodedParts.slice(0, 1).map(unhex)),
  parts: distinct(positive.flatMap(({ encodedParts }) => encodedParts.slice(1)))
    .map(unhex)
    .filter(small),
  authenticatedData: [
    ...positive.slice(0, 1).map(({ authenticatedData }) => unhex(authenticatedData)),
    ...negative.flatMap((vector) => (vector.operation === 'readTag' ? [unhex(vector.authenticatedData)] : [])),
  ],
  stamps: [
    ...positive.map(({ stamp }) => unhex(stamp)),
    ...negative.flatMap((vector) => (vector.operation === 'decodeStamp' ? [unhex(vector.stamp)] : [])),
  ],
  compactStamps: positive.map(({ compactStamp }) => unhex(compactStamp)),
  evidence: [
    ...positive.flatMap(({ evidence }) => evidence.map(({ item }): unknown => item)),
    ...negative.flatMap((vector): unknown[] =>
      vector.operation === 'verifyEvidence' || vector.operation === 'evidenceFromJson' ? [vector.item] : [],
    ),
  ].filter((item) => JSON.stringify(item).length <= 8_192),
};

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
