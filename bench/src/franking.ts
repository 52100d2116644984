import {
  checkReceived,
  createContent,
  discloseMessage,
  encodeAuthenticatedData,
  type FrankedEvidence,
  generateHubKey,
  type HubKey,
  type MessageHeader,
  verifyEvidence,
} from '@wellhouse/franking';
import { createHub, memorySequenceStore } from '@wellhouse/hub';
import {
  type ClientState,
  createApplicationMessage,
  createCommit,
  createGroup,
  defaultCredentialTypes,
  defaultKeyPackageEqualityConfig,
  defaultKeyRetentionConfig,
  defaultLifetimeConfig,
  defaultProposalTypes,
  encode,
  generateKeyPackage,
  getCiphersuiteImpl,
  joinGroup,
  type MlsContext,
  mlsMessageEncoder,
  processMessage,
  unsafeTestingAuthenticationService,
} from 'ts-mls';

const hubId = 'messenger.localhost';
const names = ['ana@messenger.localhost', 'ben@messenger.localhost', 'mal@messenger.localhost'] as const;
const [sender] = names;
const text = 'x'.repeat(200);
const plain = new TextEncoder().encode(text);

/** A group of three on stock ts-mls: the sender's state and one receiver's. */
interface Group {
  context: MlsContext;
  groupId: Uint8Array;
  sender: ClientState;
  receiver: ClientState;
}

async function prepareGroup(): Promise<Group> {
  const cipherSuite = await getCiphersuiteImpl('MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519');
  const context: MlsContext = {
    cipherSuite,
    authService: unsafeTestingAuthenticationService,
    clientConfig: {
      keyRetentionConfig: defaultKeyRetentionConfig,
      lifetimeConfig: defaultLifetimeConfig,
      keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
      paddingConfig: { kind: 'padUntilLength', padUntilLength: 0 },
    },
  };
  const [ana, ben, mal] = await Promise.all(
    names.map((name) => {
      const identity = new TextEncoder().encode(name);
      return generateKeyPackage({
        credential: { credentialType: defaultCredentialTypes.basic, identity },
        cipherSuite,
      });
    }),
  );
  if (!ana || !ben || !mal) throw new Error('expected three members');
  const groupId = crypto.getRandomValues(new Uint8Array(16));
  const alone = await createGroup({
    context,
    groupId,
    keyPackage: ana.publicPackage,
    privateKeyPackage: ana.privatePackage,
  });
  const added = await createCommit({
    context,
    state: alone,
    ratchetTreeExtension: true,
    extraProposals: [ben, mal].map(({ publicPackage }) => ({
      proposalType: defaultProposalTypes.add,
      add: { keyPackage: publicPackage },
    })),
  });
  if (!added.welcome) throw new Error('expected a welcome');
  const { welcome } = added.welcome;
  const receiver = await joinGroup({
    context,
    welcome,
    keyPackage: ben.publicPackage,
    privateKeys: ben.privatePackage,
  });
  return { context, groupId, sender: added.newState, receiver };
}

async function send(group: Group, message: Uint8Array, authenticatedData?: Uint8Array) {
  const sent = await createApplicationMessage({
    context: group.context,
    state: group.sender,
    message,
    ...(authenticatedData && { authenticatedData }),
  });
  group.sender = sent.newState;
  return sent.message;
}

async function receive(group: Group, message: Awaited<ReturnType<typeof send>>) {
  const received = await processMessage({ context: group.context, state: group.receiver, message });
  if (received.kind !== 'applicationMessage') throw new Error('expected an application message');
  group.receiver = received.newState;
  return received;
}

function header(groupId: Uint8Array): MessageHeader {
  const messageId = crypto.getRandomValues(new Uint8Array(16));
  return { sender, groupId, messageId, clientTime: Date.now(), kind: 'text', refersTo: null, expiresAfter: 0 };
}

/** Microseconds of one call. */
async function time<T>(run: () => T | Promise<T>): Promise<[number, T]> {
  const start = performance.now();
  const value = run();
  const done = value instanceof Promise ? await value : value;
  return [(performance.now() - start) * 1000, done];
}

function median(samples: number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
}

/** Calls per second of CPU time of this whole process (garbage collector included): what one core does when it is ours. */
async function perCoreSecond(count: number, run: (index: number) => unknown): Promise<number> {
  const rates: number[] = [];
  for (let round = -2; round < 15; round++) {
    const before = process.cpuUsage();
    for (let index = 0; index < count; index++) await run(index);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) rates.push((count * 1e6) / (user + system));
  }
  return median(rates);
}

/** Bytes on the wire that a franked message has more than an unfranked one with the same words, its stamp included. */
async function bytesAdded(key: HubKey): Promise<number> {
  const group = await prepareGroup();
  const unfranked = encode(mlsMessageEncoder, await send(group, plain));
  const { content, tag } = createContent({ header: header(group.groupId), parts: [{ type: 'text', text }] });
  const authenticatedData = encodeAuthenticatedData(tag);
  const message = encode(mlsMessageEncoder, await send(group, content, authenticatedData));
  const hub = createHub({ hubId, keys: [key], store: memorySequenceStore(), clock: Date.now });
  const accepted = await hub.accept({ sender, groupId: group.groupId, epoch: 1n, message, authenticatedData });
  return message.length + accepted.stamp.length - unfranked.length;
}

/**
 * What franking adds to a message of 200 bytes on stock ts-mls (suite 1, three members), with the full set of checks, and
 * how much a hub and a safety team do on one core.
 *
 * `sender_added_us`: createContent + encodeAuthenticatedData. `receiver_added_us`: checkReceived from the compact stamp, all
 * rules. Both are medians over single calls, interleaved with the unfranked `createApplicationMessage` and `processMessage` that
 * the percentages refer to; `…_end_to_end_us` is the difference between franked and unfranked medians of the whole call,
 * larger ciphertext included, and noisier. `…_per_s` is per second of CPU time. `bytes_added` counts everything against sending
 * the bare words: content structure and header, authenticated data, stamp. MLS padding is off.
 */
export async function runFrankingBench(): Promise<Record<string, number>> {
  const now = Date.now();
  const key = generateHubKey({ keyId: 1, notBefore: now - 1000, notAfter: now + 3_600_000 });
  const keys = [key];
  const franked = await prepareGroup();
  const unfranked = await prepareGroup();
  const { groupId } = franked;
  const hub = createHub({ hubId, keys, store: memorySequenceStore(), clock: Date.now });
  const samples = {
    add: [] as number[],
    create: [] as number[],
    frankedCreate: [] as number[],
    check: [] as number[],
    open: [] as number[],
    frankedOpen: [] as number[],
  };
  const evidence: FrankedEvidence[] = [];
  let last: { sequence: bigint; acceptedAt: number } | null = null;
  let message = new Uint8Array();
  let authenticatedData: Uint8Array = new Uint8Array();

  const warmUp = 300;
  const rounds = 1500;
  for (let round = 0; round < warmUp + rounds; round++) {
    if (round % 500 === 0) console.error(`franking: message ${round} of ${warmUp + rounds}`);
    const [createUs, bare] = await time(() => send(unfranked, plain));
    const [openUs] = await time(() => receive(unfranked, bare));

    const head = header(groupId);
    const [addUs, made] = await time(() => {
      const created = createContent({ header: head, parts: [{ type: 'text', text }] });
      return { content: created.content, authenticatedData: encodeAuthenticatedData(created.tag) };
    });
    authenticatedData = made.authenticatedData;
    const [frankedCreateUs, sent] = await time(() => send(franked, made.content, authenticatedData));
    message = Uint8Array.from(encode(mlsMessageEncoder, sent));
    const { stamp } = await hub.accept({ sender, groupId, epoch: 1n, message, authenticatedData });

    const [frankedOpenUs, opened] = await time(() => receive(franked, sent));
    const { message: content, aad } = opened;
    const [checkUs, checked] = await time(() =>
      checkReceived({
        ...{ content, authenticatedData: aad, message, stamp, hubId, sender, groupId, epoch: 1n, keys, last },
        now: Date.now(),
      }),
    );
    if (!checked.ok) throw new Error(`expected the message to be shown: ${checked.code}`);
    last = checked.stamp.context;
    if (evidence.length < 1000) evidence.push(discloseMessage({ content, stamp: checked.stamp }));
    if (round < warmUp) continue;
    samples.add.push(addUs);
    samples.create.push(createUs);
    samples.frankedCreate.push(addUs + frankedCreateUs);
    samples.check.push(checkUs);
    samples.open.push(openUs);
    samples.frankedOpen.push(frankedOpenUs + checkUs);
  }

  console.error('franking: stamps and verifications');
  const stamps = await perCoreSecond(2000, () =>
    hub.accept({ sender, groupId, epoch: 1n, message, authenticatedData }),
  );
  const verifies = await perCoreSecond(evidence.length, (index) => {
    const item = evidence[index];
    if (!item || !verifyEvidence(item, { keys, hubId }).ok) throw new Error('expected evidence that verifies');
  });

  const add = median(samples.add);
  const check = median(samples.check);
  const create = median(samples.create);
  const open = median(samples.open);
  const figure = (value: number) => Math.round(value * 10) / 10;
  return {
    sender_added_us: figure(add),
    receiver_added_us: figure(check),
    hub_stamps_per_s: Math.round(stamps),
    verifies_per_s: Math.round(verifies),
    bytes_added: await bytesAdded(key),
    sender_percent: figure((100 * add) / create),
    receiver_percent: figure((100 * check) / open),
    sender_end_to_end_us: figure(median(samples.frankedCreate) - create),
    receiver_end_to_end_us: figure(median(samples.frankedOpen) - open),
    unfranked_create_us: figure(create),
    unfranked_process_us: figure(open),
  };
}
