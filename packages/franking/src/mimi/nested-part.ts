import { FrankingError } from '../errors.ts';
import { mimiLimits } from './constants.ts';
import { asBytes, asList, asText, asUint, asUint64, wrong } from './shape.ts';

/** `NestedPart` (draft-ietf-mimi-content-08, "Message Bodies"). */
export type NestedPart = {
  /** 0..255: 1 render, 2 reaction, 4 inline, 6 attachment; an unknown one counts as render. */
  disposition: number;
  /** Language tags, or empty. */
  language: string;
} & PartBody;

type PartBody = { type: 'null' } | SinglePart | ExternalPart | MultiPart;

interface SinglePart {
  type: 'single';
  contentType: string;
  content: Uint8Array;
}

interface ExternalPart {
  type: 'external';
  contentType: string;
  url: string;
  /** Seconds since 1970, 0 for never. */
  expires: number;
  /** Bytes, 0 where it is not given. */
  size: bigint;
  /** IANA AEAD algorithm, 0 for none. */
  encAlg: number;
  key: Uint8Array;
  nonce: Uint8Array;
  aad: Uint8Array;
  /** IANA named information hash algorithm. */
  hashAlg: number;
  contentHash: Uint8Array;
  description: string;
  filename: string;
}

interface MultiPart {
  type: 'multi';
  semantics: PartSemantics;
  parts: NestedPart[];
}

const partSemantics = ['chooseOne', 'singleUnit', 'processAll'] as const;
type PartSemantics = (typeof partSemantics)[number];

/** The CBOR value of a part, for cborg. */
export function partToValue(part: NestedPart): unknown[] {
  const front = [part.disposition, part.language];
  switch (part.type) {
    case 'null':
      return [...front, 0];
    case 'single':
      return [...front, 1, part.contentType, part.content];
    case 'external':
      return [...front, 2, ...externalToValues(part)];
    case 'multi':
      return [...front, 3, partSemantics.indexOf(part.semantics), part.parts.map(partToValue)];
  }
}

function externalToValues(part: ExternalPart): unknown[] {
  return [
    ...[part.contentType, part.url, part.expires, part.size, part.encAlg, part.key, part.nonce, part.aad],
    ...[part.hashAlg, part.contentHash, part.description, part.filename],
  ];
}

/** @throws {FrankingError} `invalid-value`, `too-long`, `too-deep` (beyond 4 levels) or `too-many-items` (beyond 1024 parts) */
export function partFromValue(value: unknown): NestedPart {
  return readPart(value, 1, { parts: 0 });
}

function readPart(value: unknown, level: number, count: { parts: number }): NestedPart {
  if (level > mimiLimits.partLevels) throw new FrankingError('too-deep', 'cannot decode parts nested beyond 4 levels');
  if (++count.parts > mimiLimits.bodyParts) throw new FrankingError('too-many-items', 'cannot decode so many parts');
  const [disposition, language, cardinality, ...rest] = asList(value, 'nestedPart');
  const front = {
    disposition: asUint(disposition, 1, 'disposition'),
    language: asText(language, mimiLimits.language, 'language'),
  };
  switch (asUint(cardinality, 1, 'cardinality')) {
    case 0:
      asList(rest, 'nullPart', 0);
      return { ...front, type: 'null' };
    case 1:
      return { ...front, ...readSingle(rest) };
    case 2:
      return { ...front, ...readExternal(rest) };
    case 3:
      return { ...front, ...readMulti(rest, level, count) };
    default:
      return wrong('cardinality', '0 to 3');
  }
}

function readSingle(values: readonly unknown[]): SinglePart {
  const [contentType, content] = asList(values, 'singlePart', 2);
  return {
    type: 'single',
    contentType: asText(contentType, mimiLimits.mediaType, 'contentType'),
    content: asBytes(content, mimiLimits.applicationData, 'content'),
  };
}

function readExternal(values: readonly unknown[]): ExternalPart {
  const [contentType, url, expires, size, encAlg, key, nonce, aad, hashAlg, contentHash, description, filename] =
    asList(values, 'externalPart', 12);
  const { externalField } = mimiLimits;
  return {
    type: 'external',
    contentType: asText(contentType, mimiLimits.mediaType, 'contentType'),
    url: asText(url, mimiLimits.url, 'url'),
    expires: asUint(expires, 4, 'expires'),
    size: asUint64(size, 'size'),
    encAlg: asUint(encAlg, 2, 'encAlg'),
    key: asBytes(key, externalField, 'key'),
    nonce: asBytes(nonce, externalField, 'nonce'),
    aad: asBytes(aad, externalField, 'aad'),
    hashAlg: asUint(hashAlg, 1, 'hashAlg'),
    contentHash: asBytes(contentHash, externalField, 'contentHash'),
    description: asText(description, mimiLimits.description, 'description'),
    filename: asText(filename, mimiLimits.externalField, 'filename'),
  };
}

function readMulti(values: readonly unknown[], level: number, count: { parts: number }): MultiPart {
  const [semantics, list] = asList(values, 'multiPart', 2);
  const parts = asList(list, 'parts');
  if (parts.length < 2) wrong('parts', 'two parts at least');
  return {
    type: 'multi',
    semantics: partSemantics[asUint(semantics, 1, 'partSemantics')] ?? wrong('partSemantics', '0 to 2'),
    parts: parts.map((part) => readPart(part, level + 1, count)),
  };
}
