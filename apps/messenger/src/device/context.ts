import type { Wellhouse } from '@wellhouse/client';
import type { DeliveryApi } from './delivery-api.ts';
import type { Lock } from './locks.ts';
import type { MlsClient } from './mls-client.ts';
import type { DeviceStore, StoredGroup, StoredIdentity } from './store.ts';

/** What every part of the device works with. */
export interface DeviceContext {
  accountId: string;
  api: DeliveryApi;
  store: DeviceStore;
  mls: MlsClient;
  wellhouse: Pick<Wellhouse, 'receive' | 'hubTime' | 'prompts' | 'recontact'>;
  /** Held while the ratchet moves. */
  lock: Lock;
  /** Held while messages go out, so that each goes out once. */
  sendLock: Lock;
  /** Milliseconds since 1970. */
  clock: () => number;
  random: (length: number) => Uint8Array;
  /** By `placeOf`, the newest message there that is being looked at: until that is over, nothing reads its words out. */
  looking: Map<string, number>;
  /** Something that is shown has changed. */
  changed: () => void;
}

/** A request that cannot be carried out, said so that it can be shown. */
export class DeviceError extends Error {
  readonly code: 'not-signed-in' | 'not-in-group' | 'not-found' | 'picture-refused' | 'picture-damaged' | 'try-again';

  constructor(code: DeviceError['code'], message: string) {
    super(message);
    this.name = 'DeviceError';
    this.code = code;
  }
}

export async function identityOf({ store }: DeviceContext): Promise<StoredIdentity> {
  const identity = await store.get('identity', 'self');
  if (identity === undefined) throw new DeviceError('not-signed-in', 'sign in first');
  return identity;
}

/** @throws {DeviceError} `not-in-group` unless this device holds the group's keys */
export async function activeGroup(
  { store }: DeviceContext,
  groupId: string,
): Promise<StoredGroup & { state: Uint8Array }> {
  const group = await store.get('group', groupId);
  if (group === undefined || group.state === null || group.membership !== 'member') {
    throw new DeviceError('not-in-group', 'you are not in this group any more');
  }
  return { ...group, state: group.state };
}
