import type { CiphersuiteImpl } from 'ts-mls';
import type { DeliveryApi } from './delivery-api.ts';
import type { DeviceStore, StoredIdentity } from './store.ts';

/** Signs in and, on a device that is new to the account, makes the key that all its messages are signed with. */
export async function enrol(
  api: Pick<DeliveryApi, 'signIn'>,
  suite: CiphersuiteImpl,
  name: string,
  openStore: (accountId: string) => Promise<DeviceStore>,
): Promise<{ identity: StoredIdentity; store: DeviceStore }> {
  const { accountId, token, name: shownName } = await api.signIn(name);
  const store = await openStore(accountId);
  const known = await store.get('identity', 'self');
  let identity: StoredIdentity;
  if (known === undefined) {
    const { signKey, publicKey } = await suite.signature.keygen();
    identity = { accountId, name: shownName, token, signKey, signatureKey: publicKey, cursor: 0 };
  } else {
    identity = { ...known, token };
  }
  await store.write([{ table: 'identity', key: 'self', value: identity }]);
  return { identity, store };
}
