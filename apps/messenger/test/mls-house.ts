import {
  checkReceived,
  createContent,
  discloseMessage,
  encodeAuthenticatedData,
  type FrankedEvidence,
  generateHubKey,
  verifyEvidence,
} from '@wellhouse/franking';
import { createHub, memorySequenceStore } from '@wellhouse/hub';
import {
  createCommit,
  defaultProposalTypes,
  encode,
  mlsMessageEncoder,
  unsafeTestingAuthenticationService,
} from 'ts-mls';
import { openDatabase } from '../src/delivery/database.ts';
import { createEvents } from '../src/delivery/events.ts';
import { createGroups } from '../src/delivery/groups.ts';
import { readPrivateMessage } from '../src/delivery/mls-framing.ts';
import { fromBase64Url, toBase64Url } from '../src/device/bytes.ts';
import {
  type Commits,
  createMlsClient,
  decodeState,
  encodeState,
  type MlsClient,
  MlsRefusal,
} from '../src/device/mls-client.ts';
import { accountAtLeaf } from '../src/device/mls-sender.ts';
import type { StoredKeyPackage } from '../src/device/store.ts';
import { hubId, random, suite } from './harness.ts';

/** A message as the delivery service hands it to every device. */
interface Delivered {
  readonly message: Uint8Array;
  readonly stamp: Uint8Array;
  readonly epoch: bigint;
  readonly sequence: number;
}

/** What a device keeps of a message it has shown. */
interface Kept {
  readonly content: Uint8Array;
  readonly stamp: Uint8Array;
}

export type House = ReturnType<typeof createHouse>;
type State = ReturnType<typeof decodeState>;

interface HouseDevice {
  readonly accountId: string;
  /** By sequence: what a report is made of. */
  readonly kept: Map<number, Kept>;
  readonly mls: MlsClient;
  state(): State;
  adopt(next: State): void;
  keyPackage(): Promise<{ accountId: string; keyPackage: Uint8Array }>;
  join(welcome: Uint8Array): Promise<void>;
  follow(commit: Uint8Array): Promise<void>;
  /** @returns whether its keys open the message */
  receive(one: Delivered): Promise<boolean>;
  /** @returns the number that the hub gave the message */
  say(text: string): Promise<number>;
  /** @throws if the device holds no message of this number */
  report(sequence: number, reveal?: readonly number[]): FrankedEvidence;
}

/**
 * MLS devices, several to an account, over the delivery service's own numbering, stamps and membership, without HTTP and
 * without the app, whose accounts have one device each. Every message is offered to every device, member or not.
 */
export function createHouse() {
  const database = openDatabase(':memory:');
  const groups = createGroups(database, createEvents(database, Date.now), Date.now);
  const key = generateHubKey({ keyId: 1, notBefore: Date.now() - 60_000, notAfter: Date.now() + 86_400_000 });
  const hub = createHub({ hubId, keys: [key], store: memorySequenceStore(), clock: Date.now });
  const groupId = toBase64Url(random(16));
  const rawGroupId = fromBase64Url(groupId);
  const delivered: Delivered[] = [];
  const context = { cipherSuite: suite, authService: unsafeTestingAuthenticationService };

  async function device(accountId: string): Promise<HouseDevice> {
    database.run('INSERT OR IGNORE INTO account VALUES (?, ?, 0)', accountId, accountId);
    const { signKey, publicKey } = await suite.signature.keygen();
    const identity = { accountId, signKey, signatureKey: publicKey };
    const mls = createMlsClient({ suite, identity, isKeyOf: async () => true });
    const keyPackages = new Map<string, StoredKeyPackage>();
    const kept = new Map<number, Kept>();
    let state: Uint8Array | null = null;
    let last: { sequence: bigint; acceptedAt: number } | null = null;

    /** What it shows, it keeps; null for what does not pass. */
    function show(from: { content: Uint8Array; authenticatedData: Uint8Array; sender: string }, one: Delivered) {
      const received = checkReceived({
        ...{ ...from, message: one.message, stamp: one.stamp, hubId, groupId: rawGroupId, epoch: one.epoch },
        ...{ keys: hub.publicKeys(), last, now: Date.now() },
      });
      if (!received.ok) throw new Error(`${received.code}: ${received.detail}`);
      last = received.stamp.context;
      kept.set(one.sequence, { content: from.content, stamp: received.stampBytes });
    }

    const self: HouseDevice = {
      accountId,
      kept,
      mls,
      state: () => decodeState(state ?? new Uint8Array()),
      adopt(next) {
        state = encodeState(next);
      },
      async keyPackage() {
        const made = await mls.makeKeyPackage();
        keyPackages.set(made.reference, { ...made.stored, madeAt: 0 });
        return { accountId, keyPackage: made.keyPackage };
      },
      async join(welcome: Uint8Array) {
        self.adopt((await mls.join(welcome, async (name) => keyPackages.get(name))).state);
      },
      async follow(commit) {
        const next = state === null ? null : await mls.follow(self.state(), commit);
        if (next !== null) self.adopt(next);
      },
      /** @returns whether its keys open the message */
      async receive(one: Delivered): Promise<boolean> {
        if (state === null) return false;
        try {
          const opened = await mls.open(self.state(), one.message);
          self.adopt(opened.state);
          show(opened, one);
          return true;
        } catch (error) {
          if (error instanceof MlsRefusal) return false;
          throw error;
        }
      },
      async say(text: string): Promise<number> {
        const header = {
          ...{ sender: accountId, groupId: rawGroupId, messageId: random(16), clientTime: Date.now() },
          ...{ kind: 'text' as const, refersTo: null, expiresAfter: 0 },
        };
        const { content, tag } = createContent({ header, parts: [{ type: 'text', text }] });
        const authenticatedData = encodeAuthenticatedData(tag);
        const sealed = await mls.seal(self.state(), content, authenticatedData);
        self.adopt(sealed.state);
        const one = await deliver(accountId, sealed.message);
        // MLS does not open what the device sent itself; it has the content, and checks the stamp like everyone
        show({ content, authenticatedData, sender: accountId }, one);
        for (const other of devices) if (other !== self) await other.receive(one);
        return one.sequence;
      },
      report(sequence, reveal) {
        const one = kept.get(sequence);
        if (one === undefined) throw new Error(`this device holds no message ${sequence}`);
        return discloseMessage({ ...one, ...(reveal ? { reveal } : {}) });
      },
    };
    devices.push(self);
    return self;
  }
  const devices: HouseDevice[] = [];
  /** Thrown out: offered every message, and no commit. */
  const outside = new Set<HouseDevice>();

  async function deliver(sender: string, message: Uint8Array): Promise<Delivered> {
    const { epoch, authenticatedData } = readPrivateMessage(message, 'application');
    groups.requireMember(sender, groupId);
    if (epoch !== groups.epoch(groupId)) throw new Error('epoch-passed');
    const accepted = await hub.accept({ sender, groupId: rawGroupId, epoch, message, authenticatedData });
    const one = { message, stamp: accepted.stamp, epoch, sequence: Number(accepted.sequence) };
    delivered.push(one);
    return one;
  }

  /** What is `gone` is not sent its own removal (groups.ts), and keeps trying the keys that it has. */
  async function submit(
    by: HouseDevice,
    commits: Commits,
    {
      added = [],
      gone = [],
      removed = [],
    }: { added?: readonly HouseDevice[]; gone?: readonly HouseDevice[]; removed?: readonly string[] },
  ) {
    groups.commit(by.accountId, groupId, {
      epoch: String(by.state().groupContext.epoch),
      commits: commits.steps.map(({ commit }) => toBase64Url(commit)),
      welcome: commits.welcome === null ? null : toBase64Url(commits.welcome),
      added: [...new Set(added.map(({ accountId }) => accountId))],
      removed: [...removed],
    });
    for (const [index, { commit, state }] of commits.steps.entries()) {
      for (const other of devices) {
        const skips =
          other === by || gone.includes(other) || outside.has(other) || (added.includes(other) && index === 0);
        if (!skips) await other.follow(commit);
      }
      by.adopt(state);
      if (index === 0 && commits.welcome !== null) for (const one of added) await one.join(commits.welcome);
    }
  }

  return {
    groups,
    groupId,
    delivered,
    keys: hub.verifyKeys(),
    device,
    async found(by: HouseDevice) {
      by.adopt(await by.mls.createGroup(rawGroupId, 'House'));
      groups.create(by.accountId, groupId);
    },
    async add(by: HouseDevice, ...added: HouseDevice[]) {
      for (const one of added) outside.delete(one);
      const packages = await Promise.all(added.map((one) => one.keyPackage()));
      await submit(by, await by.mls.add(by.state(), packages), { added });
    },
    /** Takes leaves out; their accounts leave the group unless another leaf of theirs stays. */
    async remove(by: HouseDevice, ...gone: HouseDevice[]) {
      const before = by.state();
      const extraProposals = gone.map((one) => ({
        proposalType: defaultProposalTypes.remove,
        remove: { removed: Number(one.state().privatePath.leafIndex) },
      }));
      const removal = await createCommit({ context, state: before, extraProposals, ratchetTreeExtension: true });
      // docs/adr/0060: only the update path of a second commit shuts a single removed leaf out
      const update = await createCommit({ context, state: removal.newState });
      const steps = [removal, update].map(({ commit, newState }) => ({
        commit: encode(mlsMessageEncoder, commit),
        state: newState,
      }));
      const tree = update.newState.ratchetTree;
      const left = new Set(tree.map((_node, at) => (at % 2 === 0 ? accountAtLeaf(tree, at / 2) : null)));
      const accounts = gone.map(({ accountId }) => accountId).filter((account) => !left.has(account));
      await submit(by, { steps, welcome: null }, { gone, removed: accounts });
      for (const one of gone) outside.add(one);
    },
    /** The safety team's judgement of one message: cryptography, and whether the account was in the group in that epoch. */
    level(evidence: FrankedEvidence, account: string): 'VERIFIED' | 'ASSERTED' {
      const result = verifyEvidence(evidence, { keys: hub.verifyKeys(), hubId });
      if (!result.ok) return 'ASSERTED';
      const { epoch } = result.stamp.context;
      return spansHold(account, Number(epoch)) ? 'VERIFIED' : 'ASSERTED';
    },
    spansHold,
  };

  function spansHold(account: string, epoch: number): boolean {
    const spans = groups.membershipsOf(account, [groupId])[0]?.spans ?? [];
    return spans.some(({ from, to }) => from <= epoch && (to === null || epoch <= to));
  }
}
