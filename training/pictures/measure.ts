/** False alarms on harmless pictures, and agreement with `nsfwjs` as it comes. */
import type { PictureEngine } from '../../packages/classifiers/src/pictures/engine.ts';
import { pictureInput } from '../../packages/classifiers/src/pictures/input.ts';
import { readPictures } from './read-pictures.ts';
import type { Stock } from './stock.ts';

export interface Measured {
  /** Harmless pictures, and quarters cut from them. */
  readonly pictures: number;
  readonly quarters: number;
  readonly falseAlarms: number;
  readonly falseAlarmsInQuarters: number;
  /** Beside `nsfwjs` as it comes: how often both name the same class first, and how far a probability is off at most. */
  readonly sameClass: number;
  readonly largestDifference: number;
}

export async function measure(engine: PictureEngine, stock: Stock, folder: string): Promise<Measured> {
  let [pictures, quarters, falseAlarms, falseAlarmsInQuarters, sameClass, largest] = [0, 0, 0, 0, 0, 0];
  for await (const { whole, picture } of readPictures(folder)) {
    const input = pictureInput(picture);
    const { prompt, drill } = engine.look(input);
    if (drill) throw new Error('a picture of the drill is among the harmless ones');
    const ours = Object.values(engine.classes(input));
    const theirs = [...(await stock(picture))];
    if (whole) pictures += 1;
    else quarters += 1;
    if (prompt && whole) falseAlarms += 1;
    if (prompt && !whole) falseAlarmsInQuarters += 1;
    if (first(ours) === first(theirs)) sameClass += 1;
    largest = Math.max(largest, ...ours.map((value, at) => Math.abs(value - (theirs[at] ?? 0))));
  }
  const largestDifference = Math.ceil(largest * 10_000) / 10_000;
  return { pictures, quarters, falseAlarms, falseAlarmsInQuarters, sameClass, largestDifference };
}

function first(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
