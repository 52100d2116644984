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
  generateKeyPackage,
  getCiphersuiteImpl,
  joinGroup,
  type MlsContext,
  processMessage,
  unsafeTestingAuthenticationService,
} from 'ts-mls';

/** The account that sends: the first member of every group. */
export const sender = 'member-0@messenger.localhost';

/** A group on stock ts-mls: the sender's state and one receiver's. */
export interface Group {
  context: MlsContext;
  groupId: Uint8Array;
  sender: ClientState;
  receiver: ClientState;
}

/** @param size members, at least 2; all but the first join by one commit */
export async function prepareGroup(size: number): Promise<Group> {
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
  const members = await Promise.all(
    Array.from({ length: size }, (_, index) => {
      const identity = new TextEncoder().encode(`member-${index}@messenger.localhost`);
      return generateKeyPackage({
        credential: { credentialType: defaultCredentialTypes.basic, identity },
        cipherSuite,
      });
    }),
  );
  const [first, second] = members;
  if (!first || !second) throw new Error('expected two members or more');
  const groupId = crypto.getRandomValues(new Uint8Array(16));
  const alone = await createGroup({
    context,
    groupId,
    keyPackage: first.publicPackage,
    privateKeyPackage: first.privatePackage,
  });
  const added = await createCommit({
    context,
    state: alone,
    ratchetTreeExtension: true,
    extraProposals: members.slice(1).map(({ publicPackage }) => ({
      proposalType: defaultProposalTypes.add,
      add: { keyPackage: publicPackage },
    })),
  });
  if (!added.welcome) throw new Error('expected a welcome');
  const { welcome } = added.welcome;
  const receiver = await joinGroup({
    context,
    welcome,
    keyPackage: second.publicPackage,
    privateKeys: second.privatePackage,
  });
  return { context, groupId, sender: added.newState, receiver };
}

export async function send(group: Group, message: Uint8Array, authenticatedData?: Uint8Array) {
  const sent = await createApplicationMessage({
    context: group.context,
    state: group.sender,
    message,
    ...(authenticatedData && { authenticatedData }),
  });
  group.sender = sent.newState;
  return sent.message;
}

export async function receive(group: Group, message: Awaited<ReturnType<typeof send>>) {
  const received = await processMessage({ context: group.context, state: group.receiver, message });
  if (received.kind !== 'applicationMessage') throw new Error('expected an application message');
  group.receiver = received.newState;
  return received;
}
