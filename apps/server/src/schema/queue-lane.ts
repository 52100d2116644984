import type { GeneratedAlways } from 'kysely';

/** Cases that no limit tells apart and that move alike as they wait. Made when the first case is put there; never removed. */
export interface QueueLaneTable {
  lane_id: GeneratedAlways<number>;
  queue_id: string;
  /** Taxonomy leaf. */
  category: string;
  /** ISO 3166-1 alpha-2. */
  region: string | null;
  standing: 'first' | 'said' | 'usual';
  /** Length of the clock of its cases. */
  clock_minutes: number;
  /** Minutes by which waiting counts: the clock, or longer where nothing stands behind what is said. */
  pace_minutes: number;
  /** Doublings that its cases have ahead before they wait; queues/place-value.ts. */
  head_start: number;
}
