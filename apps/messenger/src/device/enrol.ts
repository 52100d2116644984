import type { CiphersuiteImpl } from 'ts-mls';
import type { DeliveryApi } from './delivery-api.ts';
import type { DeviceStore, StoredIdentity, Write } from './store.ts';

/**
 * Signs in and, on a device that is new to the account, makes the key that all its messages are signed with. A service that
 * was set up anew has lost the groups: their history stays, their keys go.
 */
export async function enrol(
  api: Pick<DeliveryApi, 'signIn'>,
  suite: CiphersuiteImpl,
  name: string,
  openStore: (accountId: string) => Promise<DeviceStore>,
): Promise<{ identity: StoredIdentity; store: DeviceStore }> {
  const { accountId, token, serviceId, name: shownName } = await api.signIn(name);
  const store = await openStore(accountId);
  const known = await store.get('identity', 'self');
  const writes: Write[] = [];
  let identity: StoredIdentity;
  if (known === undefined) {
    const { signKey, publicKey } = await suite.signature.keygen();
    identity = { accountId, name: shownName, token, serviceId, signKey, signatureKey: publicKey, cursor: 0 };
  } else {
    identity = { ...known, token };
    if (known.serviceId !== serviceId) {
      identity = { ...identity, serviceId, cursor: 0 };
      for (const group of await store.list('group')) {
        writes.push({
          table: 'group',
          key: group.groupId,
          value: { ...group, membership: 'removed', state: null, pending: null },
        });
      }
    }
  }
  await store.write([...writes, { table: 'identity', key: 'self', value: identity }]);
  return { identity, store };
}
