import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CiphersuiteImpl,
  type CryptoProvider,
  createApplicationMessage,
  createCommit,
  createGroup,
  defaultCredentialTypes,
  defaultCryptoProvider,
  generateKeyPackage,
  joinGroup,
  processMessage,
  unsafeTestingAuthenticationService,
} from 'ts-mls';
import { mlsProvider as node } from '../src/mls-provider/node-provider.ts';
import { mlsProvider as web } from '../src/mls-provider/web-provider.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

async function suites(): Promise<[string, CiphersuiteImpl][]> {
  const providers: [string, CryptoProvider][] = [
    ['stock', defaultCryptoProvider],
    ['node', node],
    ['web', web],
  ];
  return Promise.all(
    providers.map(
      async ([name, provider]): Promise<[string, CiphersuiteImpl]> => [name, await provider.getCiphersuiteImpl(1)],
    ),
  );
}

test('primitives of all providers agree with the stock provider', async () => {
  const all = await suites();
  const stock = all[0]?.[1];
  assert.ok(stock);
  const key = stock.rng.randomBytes(32);
  const nonce = stock.rng.randomBytes(12);
  const pair = await stock.signature.keygen();
  for (const [name, suite] of all) {
    for (const size of [0, 1, 31, 32, 33, 200, 5_000]) {
      const data = stock.rng.randomBytes(size);
      assert.deepEqual(await suite.hash.digest(data), await stock.hash.digest(data), `${name} digest ${size}`);
      assert.deepEqual(await suite.hash.mac(key, data), await stock.hash.mac(key, data), `${name} mac ${size}`);
      assert.deepEqual(
        await suite.kdf.extract(key, data),
        await stock.kdf.extract(key, data),
        `${name} extract ${size}`,
      );
      for (const length of [1, 16, 32, 33, 100]) {
        assert.deepEqual(await suite.kdf.expand(key, data, length), await stock.kdf.expand(key, data, length));
      }
      const sealed = await suite.hpke.encryptAead(key.slice(0, 16), nonce, data, data);
      assert.deepEqual(
        await stock.hpke.decryptAead(key.slice(0, 16), nonce, data, sealed),
        data,
        `${name} seal ${size}`,
      );
      assert.deepEqual(
        await suite.hpke.decryptAead(key.slice(0, 16), nonce, data, sealed),
        data,
        `${name} open ${size}`,
      );
      const signature = await suite.signature.sign(pair.signKey, data);
      assert.equal(await stock.signature.verify(pair.publicKey, data, signature), true);
      assert.equal(await suite.signature.verify(pair.publicKey, data, signature), true);
    }
    assert.deepEqual(
      await suite.kdf.extract(new Uint8Array(), key),
      await stock.kdf.extract(new Uint8Array(32), key),
      `${name}: an empty salt is a salt of zeros`,
    );
  }
});

test('providers refuse what was changed', async () => {
  for (const [name, suite] of await suites()) {
    const key = suite.rng.randomBytes(16);
    const nonce = suite.rng.randomBytes(12);
    const sealed = await suite.hpke.encryptAead(key, nonce, bytes('aad'), bytes('hello'));
    sealed[0] = (sealed[0] ?? 0) ^ 1;
    await assert.rejects(suite.hpke.decryptAead(key, nonce, bytes('aad'), sealed), `${name} changed ciphertext`);
    await assert.rejects(suite.hpke.decryptAead(key, nonce, undefined, new Uint8Array(3)), `${name} short ciphertext`);
    const mac = await suite.hash.mac(key, bytes('hello'));
    assert.equal(await suite.hash.verifyMac(key, mac, bytes('hello')), true);
    assert.equal(await suite.hash.verifyMac(key, mac, bytes('hellO')), false);
    assert.equal(await suite.hash.verifyMac(key, mac.slice(1), bytes('hello')), false);
    const pair = await suite.signature.keygen();
    const signature = await suite.signature.sign(pair.signKey, bytes('hello'));
    assert.equal(await suite.signature.verify(pair.publicKey, bytes('hello'), signature), true);
    assert.equal(await suite.signature.verify(pair.publicKey, bytes('hellO'), signature), false);
  }
});

test('providers refuse suites that they do not implement', async () => {
  for (const provider of [node, web]) await assert.rejects(provider.getCiphersuiteImpl(2), { message: /suite 1 only/ });
});

test('members on stock, node and web providers share one group', async () => {
  const members = await Promise.all(
    (await suites()).map(async ([name, cipherSuite]) => ({
      name,
      context: { cipherSuite, authService: unsafeTestingAuthenticationService },
      keys: await generateKeyPackage({
        credential: { credentialType: defaultCredentialTypes.basic, identity: bytes(name) },
        cipherSuite,
      }),
    })),
  );
  const [first, ...others] = members;
  assert.ok(first);
  const group = await createGroup({
    context: first.context,
    groupId: bytes('group'),
    keyPackage: first.keys.publicPackage,
    privateKeyPackage: first.keys.privatePackage,
  });
  const commit = await createCommit({
    context: first.context,
    state: group,
    ratchetTreeExtension: true,
    extraProposals: others.map(({ keys }) => ({ proposalType: 1, add: { keyPackage: keys.publicPackage } })),
  });
  const states = [commit.newState];
  for (const other of others) {
    assert.ok(commit.welcome);
    states.push(
      await joinGroup({
        context: other.context,
        welcome: commit.welcome.welcome,
        keyPackage: other.keys.publicPackage,
        privateKeys: other.keys.privatePackage,
      }),
    );
  }
  for (const [from, sender] of members.entries()) {
    const state = states[from];
    assert.ok(state);
    const sent = await createApplicationMessage({
      context: sender.context,
      state,
      message: bytes(`from ${sender.name}`),
      authenticatedData: bytes('aad'),
    });
    states[from] = sent.newState;
    for (const [to, receiver] of members.entries()) {
      const receiverState = states[to];
      if (to === from || receiverState === undefined) continue;
      const result = await processMessage({ context: receiver.context, state: receiverState, message: sent.message });
      assert.ok(result.kind === 'applicationMessage');
      states[to] = result.newState;
      assert.deepEqual(result.message, bytes(`from ${sender.name}`), `${sender.name} to ${receiver.name}`);
      assert.deepEqual(result.aad, bytes('aad'));
    }
  }
});
