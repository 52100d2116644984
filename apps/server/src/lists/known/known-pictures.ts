import { createKnownState, type KnownLimits, type KnownState } from './known-state.ts';
import type { KnownDeps } from './loaded-index.ts';
import type { FoundEntry, FoundPicture, PicturePrints } from './picture-prints.ts';

/** Everything on lists that are not withdrawn, searchable in this process. */
export interface KnownPictures {
  /**
   * Takes in first what changed on the lists, unless that is very much: then `versions` says what was looked in. A
   * withdrawn entry is never answered, whatever the index still holds.
   */
  find(prints: PicturePrints): Promise<FoundPicture>;
  /** Several pictures with one look at the lists; one answer a picture, in their order. */
  findMany(pictures: readonly PicturePrints[]): Promise<FoundPicture[]>;
  /** Resolves when every list has been taken in once. `find` waits for it too. */
  ready(): Promise<void>;
  /** Ends work in the background and waits for it. */
  close(): Promise<void>;
}

const usualLimits: KnownLimits = {
  pageEntries: 20_000,
  waitEntries: 100_000,
  snapshotEntries: 50_000,
  withdrawnMs: 3_600_000,
  idleMs: 600_000,
};

/** Pictures that are searched without a pause for others. */
const searchedAtOnce = 8;

/** Loads nothing before it is first asked. Each process has its own. */
export function createKnownPictures(deps: KnownDeps, limits: Partial<KnownLimits> = {}): KnownPictures {
  const state = createKnownState(deps, { ...usualLimits, ...limits });

  async function findMany(pictures: readonly PicturePrints[]): Promise<FoundPicture[]> {
    const lists = await state.catchUp();
    const radius = Math.min(31, Math.max(0, ...lists.map((list) => list.radius)));
    const answers: FoundPicture[] = [];
    for (const [n, picture] of pictures.entries()) {
      if (n > 0 && n % searchedAtOnce === 0) await pauseForOthers();
      answers.push({
        found: state.index().search(picture, radius + (picture.slack ?? 0)),
        versions: versionsOf(state, lists),
      });
    }
    return withoutWithdrawn(deps, answers);
  }

  return {
    findMany,
    async find(prints) {
      const [answer] = await findMany([prints]);
      if (answer === undefined) throw new Error('one picture has one answer');
      return answer;
    },
    async ready() {
      await state.catchUp();
    },
    close: () => state.close(),
  };
}

function versionsOf(state: KnownState, lists: readonly { readonly listId: string }[]): Record<string, string> {
  const positions = state.positions();
  return Object.fromEntries(lists.map(({ listId }) => [listId, positions.get(listId)?.at ?? '0']));
}

/** Asks the rows of all that was found, which is rarely much, whether they still stand. */
async function withoutWithdrawn({ database }: KnownDeps, answers: readonly FoundPicture[]): Promise<FoundPicture[]> {
  const ids = [...new Set(answers.flatMap(({ found }) => found.map(({ entryId }) => entryId)))];
  if (ids.length === 0) return [...answers];
  const rows = await database.query<{ entry_id: string }>(standing, [ids]);
  const left = new Set(rows.map((row) => row.entry_id));
  const stands = ({ entryId }: FoundEntry) => left.has(entryId);
  return answers.map(({ found, versions }) => ({ found: found.filter(stands), versions }));
}

const standing = {
  name: 'known-entries-standing-1',
  text: `select entry_id from list_entry
    where entry_id = any($1::bigint[]) and status in ('live', 'quarantined')`,
};

function pauseForOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
