import { evidenceToJson, type FrankedEvidenceJson } from '../../src/index.ts';
import { asEvidence, makeScene } from '../support/scene.ts';
import type { NegativeVector } from './vector-format.ts';

export function json(): NegativeVector[] {
  const good = evidenceToJson(asEvidence(makeScene()));
  const entries: [string, string, unknown, string][] = [
    ['not an object', 'evidence is a JSON object, not null', null, 'invalid-value'],
    [
      'another scheme',
      'reports also hold items that prove nothing; they must not be read as evidence',
      { ...good, scheme: 'reporter-asserted/1' },
      'invalid-value',
    ],
    [
      'stamp with padding',
      'base64url without padding: AA== would be a second spelling of AA',
      { ...good, stamp: 'AA==' },
      'invalid-base64url',
    ],
    ['stamp in base64', '+ and / belong to base64, not to base64url', { ...good, stamp: 'a+b/' }, 'invalid-base64url'],
    [
      'unused bits set',
      'AB decodes to the same byte as AA: one byte string has one spelling',
      { ...good, stamp: 'AB' },
      'invalid-base64url',
    ],
    [
      'impossible length',
      'five characters are 30 bits, which is no number of bytes',
      { ...good, stamp: 'AAAAA' },
      'invalid-base64url',
    ],
    [
      'part count as text',
      'the number of parts is a JSON number, not a string',
      { ...good, partCount: '4' },
      'invalid-value',
    ],
    ['part count with a fraction', 'the number of parts is an integer', { ...good, partCount: 1.5 }, 'invalid-value'],
    ['hidden missing', 'both lists are always there, if empty', withoutHidden(good), 'invalid-value'],
  ];
  return entries.map(([name, reason, item, code]) => ({ name, reason, code, operation: 'evidenceFromJson', item }));
}

function withoutHidden({ hidden: _, ...rest }: FrankedEvidenceJson): object {
  return rest;
}
