import type { HubKey } from '../../src/index.ts';
import { makeScene, type Scene } from '../support/scene.ts';

/** A message under the MAC-only key 9, and one under the retired key 10. */
export function underOtherKeys(keys: readonly HubKey[]): { macOnly: Scene; retired: Scene } {
  const under = (id: number) => makeScene({ key: keys.find(({ keyId }) => keyId === id) ?? fail() });
  return { macOnly: under(9), retired: under(10) };
}

export function fail(): never {
  throw new Error('expected the scene to have this part');
}
