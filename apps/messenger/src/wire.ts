/** What devices and the delivery service say to each other. The messenger's own API: Wellhouse prescribes none of it. */
import { AccountId, base64UrlOf, Notice, RegionCode, Sha256Hex, Timestamp } from '@wellhouse/protocol';
import { z } from 'zod';
import { AlbumName } from './wire-albums.ts';
import { AgeBand, FamilyLink } from './wire-family.ts';

/** Limits that both sides know. Bytes unless said otherwise. */
export const limits = {
  mlsMessage: 72 * 1024,
  welcome: 512 * 1024,
  keyPackage: 8 * 1024,
  keyPackagesStored: 50,
  members: 100,
  commits: 2,
  /** 25 MiB of picture and the 16 bytes of its tag. */
  blob: 25 * 1024 * 1024 + 16,
  eventsPerPage: 100,
  messagesPerMinute: 240,
} as const;

const bytes = (maximum: number) =>
  z
    .string()
    .min(1)
    .max(Math.ceil((maximum * 4) / 3))
    .regex(/^[A-Za-z0-9_-]+$/);

export const GroupName = base64UrlOf(16);
export const MlsBytes = bytes(limits.mlsMessage);
const Epoch = z.string().regex(/^\d{1,19}$/);
const Sequence = z.string().regex(/^\d{1,19}$/);
/** A message as its group and the number the hub gave it. */
const MessageNumber = z.strictObject({ groupId: GroupName, sequence: z.int() });

export const DisplayName = z.string().trim().min(1).max(40);
export const SignIn = z.strictObject({ name: DisplayName });
export const SignedIn = z.strictObject({
  accountId: AccountId,
  name: z.string(),
  token: z.string(),
  /** Another one than last time: the service was set up anew and knows nothing of this device's groups. */
  serviceId: z.string(),
});

export const Standing = z.strictObject({
  /** limited: starts no conversation and adds nobody. */
  state: z.enum(['good', 'limited', 'suspended', 'banned']),
  until: Timestamp.nullable(),
  notice: Notice.nullable(),
});
export type Standing = z.infer<typeof Standing>;

export const Account = z.strictObject({
  accountId: AccountId,
  name: z.string(),
  /** Has published keys, so that others can add it to a group. */
  ready: z.boolean(),
  /** Every signature key that this account's devices have had, oldest first. */
  signatureKeys: z.array(base64UrlOf(32)),
});
export type Account = z.infer<typeof Account>;

export const AccountList = z.strictObject({ accounts: z.array(Account) });
export const OwnAccount = z.strictObject({
  account: Account,
  standing: Standing,
  notices: z.array(Notice),
  /** Where this person is, as far as the law asks; a real messenger knows it, here it is a setting. */
  region: RegionCode,
  /** Told to nobody else; the sample asks, a real messenger knows. */
  ageBand: AgeBand,
  /** As the other side sees them too. */
  family: z.array(FamilyLink),
});

export const PublishKeyPackages = z.strictObject({
  signatureKey: base64UrlOf(32),
  keyPackages: z.array(bytes(limits.keyPackage)).min(1).max(limits.keyPackagesStored),
});
export const KeyPackagesLeft = z.strictObject({ left: z.int() });
export const ClaimedKeyPackage = z.strictObject({ keyPackage: z.string() });

export const CreateGroup = z.strictObject({ groupId: GroupName });

export const SubmitCommits = z.strictObject({
  /** Epoch of the first commit. */
  epoch: Epoch,
  commits: z.array(MlsBytes).min(1).max(limits.commits),
  welcome: bytes(limits.welcome).nullable(),
  added: z.array(AccountId).max(limits.members),
  removed: z.array(AccountId).max(limits.members),
});
export const EpochNow = z.strictObject({ epoch: Epoch });

export const SubmitMessage = z.strictObject({ message: MlsBytes });
export const Accepted = z.strictObject({ sequence: Sequence, acceptedAt: z.int() });

export const AskReporterToken = z.strictObject({ groups: z.array(GroupName).max(64) });
export const ReporterToken = z.strictObject({ token: z.string() });

const event = { id: z.int(), at: z.int() };
export const DeliveryEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...event, type: z.literal('welcome'), groupId: GroupName, welcome: z.string() }),
  z.strictObject({
    ...event,
    type: z.literal('commit'),
    groupId: GroupName,
    sender: AccountId,
    epoch: Epoch,
    commit: MlsBytes,
  }),
  z.strictObject({
    ...event,
    type: z.literal('message'),
    groupId: GroupName,
    sender: AccountId,
    message: MlsBytes,
    stamp: z.string(),
  }),
  /** A member wants to leave; any other member's device commits the removal. */
  z.strictObject({ ...event, type: z.literal('left'), groupId: GroupName, accountId: AccountId }),
  z.strictObject({ ...event, type: z.literal('removed-from-group'), groupId: GroupName }),
  z.strictObject({ ...event, type: z.literal('messages-removed'), messages: z.array(MessageNumber) }),
  z.strictObject({ ...event, type: z.literal('messages-restored'), messages: z.array(MessageNumber) }),
  z.strictObject({ ...event, type: z.literal('notice'), notice: Notice, standing: Standing }),
  /** A family link of this account is not as it was: ask for the account. */
  z.strictObject({ ...event, type: z.literal('family-changed') }),
  /** Something in an album that this account may see is not as it was: ask for the album. */
  z.strictObject({ ...event, type: z.literal('album-changed'), albumId: AlbumName }),
]);
export type DeliveryEvent = z.infer<typeof DeliveryEvent>;
type WithoutPosition<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never;
export type NewEvent = WithoutPosition<DeliveryEvent>;

export const EventPage = z.strictObject({
  events: z.array(DeliveryEvent),
  more: z.boolean(),
  /** The service's clock, which stamps the messages: devices measure the life of disappearing ones from it. */
  now: z.int(),
});

export const RuntimeConfig = z.strictObject({
  hubId: z.string(),
  safetyUrl: z.url(),
  /** Names offered as buttons on the first screen. */
  suggestedNames: z.array(z.string()),
  /** Years of those of them who are under 18. */
  ages: z.record(z.string(), z.int()).default({}),
});
export type RuntimeConfig = z.infer<typeof RuntimeConfig>;

/** RFC 9457, with what a refused sender needs to know. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  standing: Standing.optional(),
});
export type Problem = z.infer<typeof Problem>;
export const BlobName = Sha256Hex;
