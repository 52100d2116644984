import { fromBase64Url, sha256Hex, toBase64Url } from './bytes.ts';
import { activeGroup, type DeviceContext, DeviceError } from './context.ts';
import { DeliveryRefusal } from './delivery-api.ts';
import { readInbox } from './inbox.ts';
import { type Commits, decodeState, encodeState, type MlsClient, membersOf } from './mls-client.ts';

const attempts = 5;

/** Makes a group of this account and the others; they join as soon as their devices read their queues. */
export async function createGroup(device: DeviceContext, name: string, accountIds: readonly string[]): Promise<string> {
  // Ask for everyone's keys first: whoever has none is named before anything is made.
  const members = await claimKeys(device, accountIds);
  const groupId = toBase64Url(device.random(16));
  const state = await device.mls.createGroup(fromBase64Url(groupId), name);
  await device.api.createGroup(groupId);
  await device.store.write([
    {
      table: 'group',
      key: groupId,
      value: {
        groupId,
        name,
        membership: 'member',
        state: encodeState(state),
        members: membersOf(state),
        leavers: [],
        pending: null,
        unverifiable: 0,
        lastActivity: device.clock(),
        readUpTo: 0,
      },
    },
  ]);
  if (members.length > 0) await change(device, groupId, accountIds, [], (mls, current) => mls.add(current, members));
  device.changed();
  return groupId;
}

export async function addMember(device: DeviceContext, groupId: string, accountId: string): Promise<void> {
  const members = await claimKeys(device, [accountId]);
  await change(device, groupId, [accountId], [], async (mls, state) => {
    const already = membersOf(state).includes(accountId);
    return already ? null : mls.add(state, members);
  });
}

export async function removeMember(device: DeviceContext, groupId: string, accountId: string): Promise<void> {
  await change(device, groupId, [], [accountId], (mls, state) => mls.remove(state, [accountId]));
}

/** Leaves at once; another member's device takes the leaf out of the tree (RFC 9420 §12.1.3: nobody removes itself). */
export async function leaveGroup(device: DeviceContext, groupId: string): Promise<void> {
  await device.api.leave(groupId);
  await device.lock(async () => {
    const group = await device.store.get('group', groupId);
    if (group === undefined) return;
    const value = { ...group, membership: 'left' as const, state: null, pending: null };
    await device.store.write([{ table: 'group', key: groupId, value }]);
  });
  device.changed();
  await readInbox(device);
}

/** Takes those out of the tree who asked to go. The first device to do so wins; the others find nothing left to do. */
export async function removeLeavers(device: DeviceContext): Promise<void> {
  for (const group of await device.store.list('group')) {
    if (group.membership !== 'member' || group.leavers.length === 0) continue;
    await change(device, group.groupId, [], group.leavers, (mls, state) => mls.remove(state, group.leavers));
  }
}

async function claimKeys(device: DeviceContext, accountIds: readonly string[]) {
  return Promise.all(
    accountIds.map(async (accountId) => ({
      accountId,
      keyPackage: fromBase64Url(await device.api.claimKeyPackage(accountId)),
    })),
  );
}

/**
 * Commits a change of membership. The new state is remembered as pending and becomes the group's only when the commit
 * comes back from the delivery service; if another commit won the epoch, it is made anew on top of that one.
 */
async function change(
  device: DeviceContext,
  groupId: string,
  added: readonly string[],
  removed: readonly string[],
  make: (mls: MlsClient, state: ReturnType<typeof decodeState>) => Promise<Commits | null>,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await readInbox(device);
    const submission = await device.lock(async () => {
      const group = await activeGroup(device, groupId);
      const state = decodeState(group.state);
      const { epoch } = state.groupContext;
      const commits = await make(device.mls, state);
      if (commits === null) return null;
      const pending = {
        commits: commits.steps.map((step) => ({ sha256: sha256Hex(step.commit), state: encodeState(step.state) })),
      };
      await device.store.write([{ table: 'group', key: groupId, value: { ...group, pending } }]);
      return { epoch, commits };
    });
    if (submission === null) return;
    try {
      await device.api.submitCommits(groupId, {
        epoch: String(submission.epoch),
        commits: submission.commits.steps.map((step) => toBase64Url(step.commit)),
        welcome: submission.commits.welcome === null ? null : toBase64Url(submission.commits.welcome),
        added: [...added],
        removed: [...removed],
      });
      await readInbox(device);
      return;
    } catch (error) {
      if (!(error instanceof DeliveryRefusal) || error.code !== 'epoch-passed') throw error;
    }
  }
  throw new DeviceError('try-again', 'others change the group at the same moment; try again');
}
