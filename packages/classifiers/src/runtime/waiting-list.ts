import type { Verdict } from '../verdict.ts';
import type { Question } from './messages.ts';

/** Of all that waits: units of texts, numbers of pictures, two bytes each. */
const mostUnits = 2 ** 24;
/** Longer ones are asked about after all that are not: a few very long messages do not hold up what comes after them. */
const longUnits = 2_000;

/** What a worker is asked, how large it is, and what of it is handed over. */
export interface Asked {
  readonly question: Question;
  readonly units: number;
  readonly transfer: ArrayBuffer[];
  /** The person on this device waits for it: asked before all that others have sent, however much of that waits. */
  readonly isUrgent?: boolean;
}

export interface Waiting extends Asked {
  readonly id: number;
  readonly answer: (verdict: Verdict) => void;
}

export interface WaitingList {
  readonly length: number;
  /** Whom the worker is asked about now, or next. */
  readonly first: Waiting | undefined;
  /**
   * Takes out whoever has to leave for it: the longest of the long ones, of equal ones the last. Null: there is no room, and nobody leaves.
   * @param isFirstAsked the first is under way and stays
   */
  makeRoomFor(asked: Asked, isFirstAsked: boolean): Waiting[] | null;
  /** @param isFirstAsked the first is under way and keeps its place */
  add(waiting: Waiting, isFirstAsked: boolean): void;
  shift(): Waiting | undefined;
  /** All of them, which wait here no more. */
  empty(): Waiting[];
}

/** @param most so many wait, and what comes on top does not */
export function createWaitingList(most: number): WaitingList {
  let list: Waiting[] = [];
  return {
    get length() {
      return list.length;
    },
    get first() {
      return list[0];
    },
    makeRoomFor(asked, isFirstAsked) {
      if (asked.isUrgent) return [];
      let staying = list;
      const leaving: Waiting[] = [];
      while (staying.length >= most || staying.reduce((sum, one) => sum + one.units, asked.units) > mostUnits) {
        const longest = longestOf(isFirstAsked ? staying.slice(1) : staying);
        if (!longest || longest.units <= asked.units) return null;
        leaving.push(longest);
        staying = staying.filter((one) => one !== longest);
      }
      list = staying;
      return leaving;
    },
    add(waiting, isFirstAsked) {
      const behind = list.findIndex((one, at) => at >= (isFirstAsked ? 1 : 0) && placeOf(one) > placeOf(waiting));
      list.splice(behind < 0 ? list.length : behind, 0, waiting);
    },
    shift: () => list.shift(),
    empty() {
      const all = list;
      list = [];
      return all;
    },
  };
}

/** Of the long ones; a text of usual length has its place for good. */
function longestOf(list: readonly Waiting[]): Waiting | undefined {
  const long = list.filter((one) => placeOf(one) === 2);
  const units = Math.max(...long.map((one) => one.units));
  return long.findLast((one) => one.units === units);
}

/** What is asked first has the lowest. Only texts are long: a picture is as large as another. */
function placeOf({ question, units, isUrgent }: Asked): number {
  if (isUrgent) return 0;
  return question.type === 'classify' && units > longUnits ? 2 : 1;
}
