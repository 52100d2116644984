import { mlsProvider as nodeProvider } from '@wellhouse/messenger/mls-provider/node';
import { mlsProvider as webProvider } from '@wellhouse/messenger/mls-provider/web';
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
  type MlsFramedMessage,
  processMessage,
  unsafeTestingAuthenticationService,
} from 'ts-mls';

const payload = new Uint8Array(200).fill(0x61);
const authenticatedData = new Uint8Array(36).fill(0x62);
const messages = 100;
const rounds = 12;

/** A group of three on one suite: the state of one sender and of one receiver. */
async function prepare(cipherSuite: CiphersuiteImpl) {
  const context = { cipherSuite, authService: unsafeTestingAuthenticationService };
  const [a, b, c] = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      generateKeyPackage({
        credential: { credentialType: defaultCredentialTypes.basic, identity: new TextEncoder().encode(name) },
        cipherSuite,
      }),
    ),
  );
  if (!a || !b || !c) throw new Error('expected three members');
  const group = await createGroup({
    context,
    groupId: new Uint8Array(16),
    keyPackage: a.publicPackage,
    privateKeyPackage: a.privatePackage,
  });
  const commit = await createCommit({
    context,
    state: group,
    ratchetTreeExtension: true,
    extraProposals: [b, c].map((member) => ({ proposalType: 1, add: { keyPackage: member.publicPackage } })),
  });
  if (!commit.welcome) throw new Error('expected a welcome');
  const receiver = await joinGroup({
    context,
    welcome: commit.welcome.welcome,
    keyPackage: b.publicPackage,
    privateKeys: b.privatePackage,
  });
  return { context, sender: commit.newState, receiver };
}

/** Microseconds to create and to process one message, one round. */
async function measure(provider: CryptoProvider): Promise<{ create: number; process: number }> {
  let { context, sender, receiver } = await prepare(await provider.getCiphersuiteImpl(1));
  const sent: MlsFramedMessage[] = [];
  const createStart = performance.now();
  for (let n = 0; n < messages; n += 1) {
    const result = await createApplicationMessage({ context, state: sender, message: payload, authenticatedData });
    sender = result.newState;
    sent.push(result.message);
  }
  const create = ((performance.now() - createStart) * 1_000) / messages;
  const processStart = performance.now();
  for (const message of sent) {
    const result = await processMessage({ context, state: receiver, message });
    if (result.kind !== 'applicationMessage') throw new Error('expected an application message');
    receiver = result.newState;
  }
  return { create, process: ((performance.now() - processStart) * 1_000) / messages };
}

/**
 * ts-mls with its stock provider against ours, same run, rounds interleaved; suite 1, 200-byte payload, 36 bytes of
 * authenticated data; of each the fastest round, which other work on the machine disturbs least. A ratio above 1 says how many times faster ours is. The web provider is measured in Node, where
 * WebCrypto is Node's: an indication only.
 */
export async function runMlsProviderBench(): Promise<Record<string, number>> {
  const providers = { stock: defaultCryptoProvider, node: nodeProvider, web: webProvider };
  const figures = Object.fromEntries(
    Object.keys(providers).map((name) => [name, { create: [] as number[], process: [] as number[] }]),
  );
  for (const provider of Object.values(providers)) await measure(provider);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, provider] of Object.entries(providers)) {
      const figure = await measure(provider);
      figures[name]?.create.push(figure.create);
      figures[name]?.process.push(figure.process);
    }
  }
  const of = (name: string, what: 'create' | 'process') => Math.min(...(figures[name]?.[what] ?? []));
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    create_ratio: round(of('stock', 'create') / of('node', 'create')),
    process_ratio: round(of('stock', 'process') / of('node', 'process')),
    web_create_ratio: round(of('stock', 'create') / of('web', 'create')),
    web_process_ratio: round(of('stock', 'process') / of('web', 'process')),
    stock_create_us: round(of('stock', 'create')),
    stock_process_us: round(of('stock', 'process')),
    node_create_us: round(of('node', 'create')),
    node_process_us: round(of('node', 'process')),
    web_create_us: round(of('web', 'create')),
    web_process_us: round(of('web', 'process')),
  };
}
