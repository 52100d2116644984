import { maxTokens } from './model.ts';
import type { Pieces } from './pieces.ts';

/** Windows that are read of one text: all of 16,384 UTF-16 units of words; of what falls into more pieces, a sample. */
const maxWindows = 2 ** 6;
/** UTF-16 units in a window of a model without an encoder. */
const maxUnits = 600;
/** Of a window, how much the next one reads again: what lies across a border is seen whole by one of them. */
const overlap = 1 / 6;

/** What is read at once. */
export interface Window {
  readonly text: string;
  /** Of an encoder, 1 to `maxTokens`. */
  readonly ids: Uint16Array;
}

/** All pieces of a text, in windows that leave none out up to `maxWindows`, and lie evenly beyond. */
export function windowsOfPieces(text: string, { ids, starts }: Pieces): Window[] {
  return spread(ids.length, maxTokens).map((from) => {
    const to = from + maxTokens;
    return { ids: ids.subarray(from, to), text: text.slice(starts[from], starts[to] ?? text.length).trim() };
  });
}

/** The same of a text without pieces. */
export function windowsOfText(text: string): Window[] {
  return spread(text.length, maxUnits).map((from) => ({
    ids: new Uint16Array(),
    text: text
      .slice(from, from + maxUnits)
      .toWellFormed()
      .trim(),
  }));
}

/** Where each window begins. */
function spread(length: number, size: number): number[] {
  if (length <= size) return length > 0 ? [0] : [];
  const count = Math.min(maxWindows, 1 + Math.ceil((length - size) / (size * (1 - overlap))));
  return Array.from({ length: count }, (_, index) => Math.floor((index * (length - size)) / (count - 1)));
}

/**
 * The order in which windows are read, should there be no time for all: the first, the last, and then in strides that halve, so that what
 * has been read lies evenly at any time and no stretch is safe from being read.
 */
export function inStrides(windows: readonly Window[]): Window[] {
  const last = windows.length - 1;
  const order = last > 0 ? [0, last] : [0];
  for (let stride = maxWindows / 2; stride >= 1; stride /= 2) {
    for (let at = stride; at < last; at += 2 * stride) order.push(at);
  }
  return order.flatMap((at) => windows[at] ?? []);
}
