import {
  type AuthenticationService,
  type Capabilities,
  type CiphersuiteImpl,
  type ClientState,
  clientStateDecoder,
  clientStateEncoder,
  createApplicationMessage,
  createCommit,
  createGroup,
  decode,
  defaultCredentialTypes,
  defaultProposalTypes,
  encode,
  generateKeyPackageWithKey,
  getGroupMembers,
  joinGroup,
  keyPackageDecoder,
  keyPackageEncoder,
  type MlsContext,
  type MlsMessage,
  makeCustomExtension,
  makeKeyPackageRef,
  mlsMessageDecoder,
  mlsMessageEncoder,
  type Proposal,
  privateKeyPackageDecoder,
  privateKeyPackageEncoder,
  processMessage,
  protocolVersions,
  wireformats,
} from 'ts-mls';
import { fromUtf8, toHex, utf8 } from './bytes.ts';
import { accountAtLeaf, accountOfCredential, authenticatedSender } from './mls-sender.ts';
import type { StoredKeyPackage } from './store.ts';

/** GroupContext extension that carries the group's name, so that the delivery service does not learn it. Private use. */
const groupNameExtension = 0xf057;

/** The message layer does not open these bytes, or what it opens is not allowed. */
export class MlsRefusal extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'MlsRefusal';
  }
}

export interface MlsIdentity {
  accountId: string;
  signKey: Uint8Array;
  signatureKey: Uint8Array;
}

export interface OpenedMessage {
  content: Uint8Array;
  authenticatedData: Uint8Array;
  sender: string;
  epoch: bigint;
  state: ClientState;
}

export interface Commits {
  /** Encoded MLSMessages in order, each with the state that it leads to. */
  steps: { commit: Uint8Array; state: ClientState }[];
  welcome: Uint8Array | null;
}

export type MlsClient = ReturnType<typeof createMlsClient>;

export function encodeState(state: ClientState): Uint8Array {
  return encode(clientStateEncoder, state);
}

export function decodeState(bytes: Uint8Array): ClientState {
  // The decoder gives views into its input, and the library overwrites used keys: never hand it the stored copy.
  const state = decode(clientStateDecoder, bytes.slice());
  if (state === undefined) throw new MlsRefusal('cannot read the stored group state');
  return state;
}

export function membersOf(state: ClientState): string[] {
  return getGroupMembers(state).map((leaf) => accountOfCredential(leaf.credential) ?? '?');
}

export function groupNameOf(state: ClientState): string {
  for (const extension of state.groupContext.extensions) {
    const { extensionType, extensionData } = extension;
    if (extensionType === groupNameExtension && extensionData instanceof Uint8Array) return fromUtf8(extensionData);
  }
  return '';
}

function decodeMessage(bytes: Uint8Array): MlsMessage {
  const message = decode(mlsMessageDecoder, bytes.slice());
  if (message === undefined) throw new MlsRefusal('cannot read the bytes as an MLS message');
  return message;
}

function leafOf(state: ClientState, accountId: string): number | null {
  for (let leaf = 0; leaf * 2 < state.ratchetTree.length; leaf += 1) {
    if (accountAtLeaf(state.ratchetTree, leaf) === accountId) return leaf;
  }
  return null;
}

/** MLS (RFC 9420) as the messenger uses it: bytes in, bytes out, and a new state each time. Keeps nothing itself. */
export function createMlsClient(options: {
  suite: CiphersuiteImpl;
  identity: MlsIdentity;
  /** Does this signature key belong to this account? The delivery service's directory answers. */
  isKeyOf: (accountId: string, signatureKey: Uint8Array) => Promise<boolean>;
}) {
  const { suite, identity } = options;
  const authService: AuthenticationService = {
    async validateCredential(credential, signaturePublicKey) {
      const accountId = accountOfCredential(credential);
      return accountId !== null && (await options.isKeyOf(accountId, signaturePublicKey));
    },
  };
  const context: MlsContext = { cipherSuite: suite, authService };
  const capabilities: Capabilities = {
    versions: [protocolVersions.mls10],
    ciphersuites: [suite.id],
    extensions: [groupNameExtension],
    proposals: [],
    credentials: [defaultCredentialTypes.basic],
  };

  async function newKeyPackage() {
    return generateKeyPackageWithKey({
      credential: { credentialType: defaultCredentialTypes.basic, identity: utf8(identity.accountId) },
      capabilities,
      signatureKeyPair: { signKey: identity.signKey, publicKey: identity.signatureKey },
      cipherSuite: suite,
    });
  }

  async function commit(state: ClientState, proposals: Proposal[], updatePath: boolean): Promise<Commits> {
    const change = await createCommit({ context, state, extraProposals: proposals, ratchetTreeExtension: true });
    const steps = [{ commit: encode(mlsMessageEncoder, change.commit), state: change.newState }];
    if (updatePath) {
      const update = await createCommit({ context, state: change.newState });
      steps.push({ commit: encode(mlsMessageEncoder, update.commit), state: update.newState });
    }
    return { steps, welcome: change.welcome ? encode(mlsMessageEncoder, change.welcome) : null };
  }

  return {
    async makeKeyPackage(): Promise<{
      reference: string;
      keyPackage: Uint8Array;
      stored: Omit<StoredKeyPackage, 'madeAt'>;
    }> {
      const { publicPackage, privatePackage } = await newKeyPackage();
      const keyPackage = encode(mlsMessageEncoder, {
        keyPackage: publicPackage,
        wireformat: wireformats.mls_key_package,
        version: protocolVersions.mls10,
      });
      const reference = toHex(await makeKeyPackageRef(publicPackage, suite.hash));
      const stored = {
        publicPackage: encode(keyPackageEncoder, publicPackage),
        privatePackage: encode(privateKeyPackageEncoder, privatePackage),
      };
      return { reference, keyPackage, stored };
    },

    async createGroup(groupId: Uint8Array, name: string): Promise<ClientState> {
      const { publicPackage, privatePackage } = await newKeyPackage();
      const extension = makeCustomExtension({ extensionType: groupNameExtension, extensionData: utf8(name) });
      return createGroup({
        context,
        groupId,
        keyPackage: publicPackage,
        privateKeyPackage: privatePackage,
        extensions: [extension],
      });
    },

    /** @param find the stored key package of a reference, if this device made it */
    async join(
      welcomeBytes: Uint8Array,
      find: (reference: string) => Promise<StoredKeyPackage | undefined>,
    ): Promise<{ state: ClientState; reference: string }> {
      const message = decodeMessage(welcomeBytes);
      if (message.wireformat !== wireformats.mls_welcome) throw new MlsRefusal('expected a welcome');
      for (const { newMember } of message.welcome.secrets) {
        const reference = toHex(newMember);
        const stored = await find(reference);
        if (stored === undefined) continue;
        const keyPackage = decode(keyPackageDecoder, stored.publicPackage.slice());
        const privateKeys = decode(privateKeyPackageDecoder, stored.privatePackage.slice());
        if (keyPackage === undefined || privateKeys === undefined) throw new MlsRefusal('cannot read the key package');
        return { state: await joinGroup({ context, welcome: message.welcome, keyPackage, privateKeys }), reference };
      }
      throw new MlsRefusal('the welcome is for another device');
    },

    async add(state: ClientState, members: { accountId: string; keyPackage: Uint8Array }[]): Promise<Commits> {
      const proposals = members.map(({ accountId, keyPackage: bytes }): Proposal => {
        const message = decodeMessage(bytes);
        if (message.wireformat !== wireformats.mls_key_package) throw new MlsRefusal('expected a key package');
        if (accountOfCredential(message.keyPackage.leafNode.credential) !== accountId) {
          throw new MlsRefusal(`the key package does not belong to ${accountId}`);
        }
        return { proposalType: defaultProposalTypes.add, add: { keyPackage: message.keyPackage } };
      });
      return commit(state, proposals, false);
    },

    /**
     * Removes members, and then renews the group's secrets in a second commit: RFC 9420 §12.4 wants a path in a commit
     * that removes, and the library leaves it out when exactly one member goes, who could then read on.
     */
    async remove(state: ClientState, accountIds: readonly string[]): Promise<Commits | null> {
      const leaves = accountIds.map((accountId) => leafOf(state, accountId)).filter((leaf) => leaf !== null);
      if (leaves.length === 0) return null;
      return commit(
        state,
        leaves.map((removed) => ({ proposalType: defaultProposalTypes.remove, remove: { removed } })),
        true,
      );
    },

    async seal(state: ClientState, content: Uint8Array, authenticatedData: Uint8Array) {
      const sent = await createApplicationMessage({ context, state, message: content, authenticatedData });
      return { message: encode(mlsMessageEncoder, sent.message), state: sent.newState };
    },

    /** @throws {MlsRefusal} for anything but a message that a member of the group sent in an epoch that is known */
    async open(state: ClientState, bytes: Uint8Array): Promise<OpenedMessage> {
      const message = decodeMessage(bytes);
      if (message.wireformat !== wireformats.mls_private_message) throw new MlsRefusal('expected a PrivateMessage');
      try {
        const sender = await authenticatedSender(state, message.privateMessage, suite);
        if (sender === null) throw new MlsRefusal('the sender is not a member');
        const { epoch } = message.privateMessage;
        const result = await processMessage({ context, state, message, callback: () => 'reject' });
        if (result.kind !== 'applicationMessage') throw new MlsRefusal('expected an application message');
        return { content: result.message, authenticatedData: result.aad, sender, epoch, state: result.newState };
      } catch (error) {
        throw error instanceof MlsRefusal ? error : new MlsRefusal('cannot open the message', error);
      }
    },

    /** @returns the state after the commit, or null if it removed this device */
    async follow(state: ClientState, bytes: Uint8Array): Promise<ClientState | null> {
      const message = decodeMessage(bytes);
      if (message.wireformat !== wireformats.mls_private_message) throw new MlsRefusal('expected a PrivateMessage');
      const result = await processMessage({ context, state, message });
      if (result.kind !== 'newState') throw new MlsRefusal('expected a commit');
      return result.newState.groupActiveState.kind === 'removedFromGroup' ? null : result.newState;
    },
  };
}
