import type { ListPosition } from '../load-entries.ts';

/** How far each list has been taken in. */
export interface KnownPosition extends ListPosition {
  /** The list's version of which everything has been taken in; later ones in part. */
  readonly at: string;
}

export type Positions = ReadonlyMap<string, KnownPosition>;
