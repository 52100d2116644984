import type { Box } from '../pixels.ts';

/** What a process is told of a picture; the file follows. */
export interface Job {
  readonly mode: 'exact' | 'fast' | 'auto';
  readonly dihedral: boolean;
  readonly trim: boolean;
  /** Further frames of an animation. */
  readonly frames: number;
  readonly pixels: number;
}

/** One hash, or all eight, of one view of the picture, in hexadecimal as Meta writes it. */
export interface Print {
  readonly view: 'whole' | 'trimmed' | 'flattened' | 'frame';
  readonly hashes: readonly string[];
  readonly quality: number;
  readonly box?: Box;
  readonly page?: number;
}

export type JobAnswer =
  | {
      readonly ok: true;
      readonly format: string;
      readonly width: number;
      readonly height: number;
      readonly mode: 'exact' | 'fast';
      readonly prints: readonly Print[];
    }
  | { readonly ok: false; readonly code: 'unsupported' | 'too-many-pixels'; readonly detail: string };
