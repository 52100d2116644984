import type { HubKey } from '../../src/index.ts';
import { negativeContents } from './negative-contents.ts';
import { evidence } from './negative-evidence.ts';
import { json } from './negative-json.ts';
import { fileKeys } from './negative-keys.ts';
import { received } from './negative-received.ts';
import { authenticatedData, stamps } from './negative-wire.ts';
import type { NegativeVector } from './vector-format.ts';

export function negativeVectors(keys: readonly HubKey[]): NegativeVector[] {
  return [
    ...negativeContents(),
    ...authenticatedData(),
    ...stamps(),
    ...received(keys),
    ...evidence(keys),
    ...fileKeys(),
    ...json(),
  ];
}
