import type { WellhouseEvent } from '../context.ts';
import type { RecontactSign, StoredPeople } from '../storage/prompt-records.ts';
import type { StoredBlock, WellhouseStorage } from '../storage/wellhouse-storage.ts';
import { pairKey } from './forget-people.ts';
import { momentOf, nextMoment } from './moments.ts';
import { areSameWords, type KnownAccount, recontactSigns, seePeople } from './recontact-rules.ts';

export interface GroupMember {
  readonly accountId: string;
  /** As it is shown to the person on this device. */
  readonly name: string;
}

/** A group as it is now. */
export interface GroupNow {
  /** Base64url. */
  readonly groupId: string;
  readonly members: readonly GroupMember[];
}

/** "This may be somebody you blocked." Never more than may be. */
export interface RecontactHint {
  readonly blocked: string;
  /** As the blocked account was shown when it was seen last. */
  readonly blockedName: string;
  readonly accountId: string;
  readonly signs: readonly RecontactSign[];
}

/** Somebody who may have come back by another account. Looked for on this device, among what it has; told to nobody else. */
export interface Recontact {
  /**
   * Call it with all groups at the start, and with a group that was joined or whose members changed. Whoever is in the groups of the
   * first call of all was there before.
   */
  seeGroups(groups: readonly GroupNow[]): Promise<void>;
  /**
   * Call it with a message of somebody who is new in a group. `earlier` is asked for what a blocked account wrote there until they were
   * blocked (`hubTime` of the block: what messages bear; or `blockedAt`, this device's clock), if this device still has it, and only
   * while somebody is blocked. Words from after it are not to be among it: with them, they could choose who is pointed out.
   */
  seeMessage(
    message: { groupId: string; sender: string; text: string },
    earlier: (block: StoredBlock) => Promise<readonly string[]>,
  ): Promise<void>;
  /** What to point out in a group: of members who are not blocked, until it is answered. */
  hints(groupId: string): Promise<RecontactHint[]>;
  /** "It is somebody else", or seen: not pointed out again. */
  close(hint: Pick<RecontactHint, 'blocked' | 'accountId'>): Promise<void>;
}

export interface RecontactContext {
  readonly accountId: string;
  readonly storage: WellhouseStorage;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly emit: (event: WellhouseEvent) => void;
}

/** Key of the record that says that this device has begun to look; no group has this id. */
const begun = '';

export function createRecontact({ accountId: self, storage, clock, emit }: RecontactContext): Recontact {
  /** Compares one newcomer with everybody who is blocked, and writes down what is worth saying. */
  async function compare(groupId: string, newcomer: string, sameWordsAs: ReadonlySet<string>): Promise<void> {
    const blocks = await storage.list('block');
    if (blocks.some((block) => block.accountId === newcomer)) return;
    const groups = await storage.list('people');
    const known = knownAccount(groups, newcomer);
    for (const block of blocks) {
      const blocked = { ...blockedAccount(groups, block), blockedAt: momentOf(block) };
      const hasSameWords = sameWordsAs.has(block.accountId);
      const shared = sharedBy(groups, block.accountId, newcomer);
      const signs = recontactSigns({ blocked, newcomer: known, shared, hasSameWords });
      if (signs.length === 0) continue;
      const at = clock();
      const found = { blocked: block.accountId, accountId: newcomer, groupId, signs, at, closedAt: null };
      let isNew = false;
      await storage.update('recontact', pairKey(found), (current) => {
        isNew = current === undefined;
        return current ?? found;
      });
      if (isNew) emit({ type: 'recontact' });
    }
  }

  async function seeGroup({ groupId, members }: GroupNow, { now, isFirst }: { now: number; isFirst: boolean }) {
    const before = await storage.get('people', groupId);
    const here = new Map(
      (before?.people ?? []).flatMap((one) => (one.goneAt === null ? [[one.accountId, one.name]] : [])),
    );
    const blocked = new Set((await storage.list('block')).map(({ accountId }) => accountId));
    await storage.update('people', groupId, (current) =>
      seePeople(current, { groupId, members, now, isFirst, blocked }),
    );
    const nobody = new Set<string>();
    for (const { accountId, name } of members) {
      if (accountId !== self && here.get(accountId) !== name) await compare(groupId, accountId, nobody);
    }
  }

  async function seeMessage(
    { groupId, sender, text }: { groupId: string; sender: string; text: string },
    earlier: (block: StoredBlock) => Promise<readonly string[]>,
  ): Promise<void> {
    if (sender === self || !areSameWords(text, text)) return;
    const blocks = await storage.list('block');
    if (blocks.length === 0) return;
    const { since } = knownAccount(await storage.list('people'), sender);
    const same = new Set<string>();
    for (const block of blocks.filter((one) => momentOf(one) < since && one.accountId !== sender)) {
      if ((await earlier(block)).some((one) => areSameWords(one, text))) same.add(block.accountId);
    }
    if (same.size > 0) await compare(groupId, sender, same);
  }

  return {
    async seeGroups(groups) {
      const isFirst = (await storage.get('people', begun)) === undefined;
      await storage.update('people', begun, (current) => current ?? { groupId: begun, people: [] });
      const now = await nextMoment({ storage, clock });
      for (const group of groups) await seeGroup(group, { now, isFirst });
    },
    seeMessage,
    async hints(groupId) {
      const group = await storage.get('people', groupId);
      const here = new Set(group?.people.filter(({ goneAt }) => goneAt === null).map(({ accountId }) => accountId));
      const blocks = new Map((await storage.list('block')).map((block) => [block.accountId, block]));
      const found = (await storage.list('recontact')).filter(
        ({ closedAt, blocked, accountId }) =>
          closedAt === null && here.has(accountId) && blocks.has(blocked) && !blocks.has(accountId),
      );
      const groups = await storage.list('people');
      return found.flatMap(({ blocked, accountId, signs }) => {
        const block = blocks.get(blocked);
        return block ? [{ blocked, blockedName: shownName(groups, block), accountId, signs }] : [];
      });
    },
    async close(hint) {
      const current = await storage.get('recontact', pairKey(hint));
      if (current === undefined) return;
      await storage.write([{ store: 'recontact', key: pairKey(hint), value: { ...current, closedAt: clock() } }]);
      emit({ type: 'recontact' });
    },
  };
}

function knownAccount(groups: readonly StoredPeople[], accountId: string): KnownAccount {
  const seen = groups.flatMap(({ people }) => people.filter((person) => person.accountId === accountId));
  const names = [...new Set([...seen.map(({ name }) => name), handleOf(accountId)])];
  return { accountId, names, since: Math.min(...seen.map(({ since }) => since)) };
}

/** As it was known when it was blocked: what somebody calls themselves afterwards may be another person's name. */
function blockedAccount(groups: readonly StoredPeople[], block: StoredBlock): KnownAccount {
  const before = groups.map(({ groupId, people }) => {
    return { groupId, people: people.filter(({ since }) => since <= momentOf(block)) };
  });
  return knownAccount(before, block.accountId);
}

function handleOf(accountId: string): string {
  return accountId.split('@')[0] ?? accountId;
}

function shownName(groups: readonly StoredPeople[], block: StoredBlock): string {
  const [name = block.accountId] = blockedAccount(groups, block).names;
  return name;
}

function sharedBy(groups: readonly StoredPeople[], blockedId: string, newcomerId: string) {
  return groups.flatMap(({ people }) => {
    const blocked = people.find(({ accountId }) => accountId === blockedId);
    const newcomer = people.find(({ accountId }) => accountId === newcomerId);
    return blocked && newcomer ? [{ blocked, newcomer }] : [];
  });
}
