import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parseHash } from '@wellhouse/fingerprint';
import { CommandError, exitCodes } from './context.ts';

/** A file of hashes, one a line: 64 hexadecimal digits, with or without `pdq ` before it, and what `wellhouse hash` puts behind it. */
export interface HashList {
  /** 32 bytes each. */
  readonly codes: Uint8Array;
  /** Number of the line of each, counted from 1. */
  readonly lines: Uint32Array;
}

const LINE = /^(?:pdq\s+)?([0-9a-f]{64})(?:,.*)?$/i;
const LINE_CHARACTERS_MOST = 4_096;
const HASHES_MOST = 30_000_000;

/** Whether a line could stand in such a file. */
export function isHashLine(line: string): boolean {
  return LINE.test(line.trim());
}

/**
 * Reads all of it or, when one line is broken, nothing.
 * @throws {CommandError} `list-unreadable`, `list-invalid` with the number of the line, `list-too-long`
 */
export async function readHashList(
  path: string,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<HashList> {
  const hashes = growingList();
  let number = 0;
  for await (const line of linesOf(path, onProgress)) {
    number++;
    const text = line.trim();
    if (text === '') continue;
    const hash = LINE.exec(text)?.[1];
    if (hash === undefined) throw brokenLine(path, number, text);
    if (hashes.count() >= HASHES_MOST) {
      throw new CommandError('list-too-long', exitCodes.badInput, `read ${path}: more than ${HASHES_MOST} hashes`);
    }
    hashes.add(parseHash(hash), number);
  }
  return hashes.list();
}

/** The lines of a file, without their ends. @throws {CommandError} `list-unreadable`, `list-invalid` */
export async function* linesOf(path: string, onProgress: (done: number, all: number) => void): AsyncGenerator<string> {
  let rest = '';
  let done = 0;
  let number = 0;
  try {
    const { size } = await stat(path);
    for await (const chunk of createReadStream(path, { encoding: 'latin1', highWaterMark: 1 << 20 })) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      done += String(chunk).length;
      number += lines.length;
      onProgress(done, size);
      yield* lines;
      if (rest.length > LINE_CHARACTERS_MOST) throw brokenLine(path, number + 1, rest);
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError('list-unreadable', exitCodes.badInput, `read ${path}: ${why}`);
  }
  yield rest;
}

export function brokenLine(
  path: string,
  number: number,
  text: string,
  expected = '64 hexadecimal digits',
): CommandError {
  const begin = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const message = `read ${path}: line ${number}: expected ${expected}, got ${JSON.stringify(begin)}; nothing was read`;
  return new CommandError('list-invalid', exitCodes.badInput, message);
}

function growingList() {
  let codes = new Uint8Array(32 * 1_024);
  let lines = new Uint32Array(1_024);
  let count = 0;
  return {
    count: () => count,
    add(code: Uint8Array, line: number): void {
      if (count === lines.length) {
        const before = { codes, lines };
        codes = new Uint8Array(before.codes.length * 2);
        lines = new Uint32Array(before.lines.length * 2);
        codes.set(before.codes);
        lines.set(before.lines);
      }
      codes.set(code, count * 32);
      lines[count++] = line;
    },
    list: (): HashList => ({ codes: codes.subarray(0, count * 32), lines: lines.subarray(0, count) }),
  };
}
