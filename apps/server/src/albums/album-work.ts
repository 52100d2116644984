import type { Deps } from '../deps.ts';
import { type ActiveAppends, createActiveAppends } from './active-appends.ts';
import { type ByteBudget, createByteBudget } from './byte-budget.ts';
import { createGate, type Gate } from './gate.ts';

/** What the uploads of one process share. */
export interface AlbumWork {
  readonly appends: ActiveAppends;
  /** However many uploads there are, half of the database's connections stay free for everything else. */
  readonly gate: Gate;
  readonly budget: ByteBudget;
}

const budgetBytes = 128 * 1024 * 1024;

export function createAlbumWork({ config }: Pick<Deps, 'config'>): AlbumWork {
  return {
    appends: createActiveAppends(),
    gate: createGate(Math.max(1, Math.floor(config.database.poolSize / 2))),
    budget: createByteBudget(budgetBytes),
  };
}
