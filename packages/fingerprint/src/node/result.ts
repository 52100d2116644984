import { parseHash } from '../hash-text.ts';
import type { Box } from '../pixels.ts';
import type { ProcessFailure } from './decoder-process.ts';
import type { Digests } from './digests.ts';
import type { JobAnswer, Print } from './job.ts';

/** The hash of one view of a picture. */
export interface ViewHash {
  readonly pdq: Uint8Array;
  /** 0..100; below 50 there is too little in the picture to compare. */
  readonly quality: number;
  /** With `dihedral`: all eight, the first is `pdq`. */
  readonly dihedral?: readonly Uint8Array[];
}

/** A file that was hashed. */
export interface HashedPicture extends ViewHash, Partial<Digests> {
  readonly ok: true;
  readonly width: number;
  readonly height: number;
  readonly mode: 'exact' | 'fast';
  /** By its bytes, whatever its name says: jpeg, png, webp, gif, heif. */
  readonly format: string;
  /** With `trim`, when there is a border of one colour: the picture inside it, where `box` says. */
  readonly trimmed?: ViewHash & { readonly box: Box };
  /** When it has holes: as it looks on white. */
  readonly flattened?: ViewHash;
  /** Of an animation: further frames. */
  readonly frames?: readonly (ViewHash & { readonly page: number })[];
}

/** A file that was not. Its digests stand all the same when its bytes could be read: an exact match needs no pixels. */
export interface RefusedPicture extends Partial<Digests> {
  readonly ok: false;
  readonly code: RefusalCode;
  /** For a log, in English. */
  readonly detail: string;
}

export type RefusalCode =
  /** No such file, no right to read it, or not a regular file. */
  | 'unreadable'
  /** No bytes. */
  | 'empty'
  | 'too-many-bytes'
  | 'too-many-pixels'
  /** Not a JPEG, PNG, WebP, GIF or HEIF picture, or too damaged. */
  | 'unsupported'
  /** Its process took too long, too much memory, or died of it; another process has taken its place. Worth one more try. */
  | 'timeout'
  | 'memory'
  | 'decoder-died';

export type HashResult = HashedPicture | RefusedPicture;

/** Puts an answer of a process and the digests of the file together. */
export function toResult(answer: JobAnswer | ProcessFailure, digests: Partial<Digests>): HashResult {
  if (!answer.ok) return { ok: false, code: answer.code, detail: answer.detail, ...digests };
  const { prints, format, width, height, mode } = answer;
  const viewed = (view: Print['view']) => prints.filter((print) => print.view === view);
  const [whole, trimmed, flattened] = [viewed('whole')[0], viewed('trimmed')[0], viewed('flattened')[0]];
  const frames = viewed('frame').map((print) => ({ ...toView(print), page: print.page ?? 0 }));
  if (!whole) return { ok: false, code: 'decoder-died', detail: 'an answer without a hash', ...digests };
  return {
    ...{ ok: true, ...toView(whole), ...digests, width, height, mode, format },
    ...(trimmed?.box ? { trimmed: { ...toView(trimmed), box: trimmed.box } } : {}),
    ...(flattened ? { flattened: toView(flattened) } : {}),
    ...(frames.length > 0 ? { frames } : {}),
  };
}

function toView({ hashes, quality }: Print): ViewHash {
  const all = hashes.map(parseHash);
  const pdq = all[0] ?? new Uint8Array(32);
  return all.length > 1 ? { pdq, quality, dihedral: all } : { pdq, quality };
}
