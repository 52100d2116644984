import { FingerprintError } from './errors.ts';
import { formatHash, parseHash } from './hash-text.ts';

/** One hashed frame of a video. */
export interface VideoFrame {
  /** Which frame of its track, counted from 0 in the order they are shown. */
  readonly frame: number;
  /** 0..100; below 50 there is too little in the frame to compare. */
  readonly quality: number;
  readonly hash: Uint8Array;
  /** Seconds since the first frame. */
  readonly timestamp: number;
}

/** `frame,quality,hash,timestamp` as the tool of Meta's vPDQ writes it, without the end of the line. */
export function formatVideoFrame({ frame, quality, hash, timestamp }: VideoFrame): string {
  return `${frame},${quality},${formatHash(hash)},${timestamp.toFixed(3)}`;
}

const line = /^(\d{1,15}),(\d{1,3}),([0-9a-f]{64}),(\d{1,12}(?:\.\d{1,9})?)(?:,.*)?$/i;

/**
 * Reads such a line. What stands behind a further comma is left out, as the reference leaves it out.
 * @throws FingerprintError `line-invalid`
 */
export function parseVideoFrame(text: string): VideoFrame {
  const [, frame, quality = '', hash = '', timestamp] = line.exec(text.trim()) ?? [];
  if (frame === undefined || Number(quality) > 100) {
    const begin = JSON.stringify(text.slice(0, 40));
    throw new FingerprintError('line-invalid', `read a frame: expected frame,quality,hash,timestamp, got ${begin}`);
  }
  return { frame: Number(frame), quality: Number(quality), hash: parseHash(hash), timestamp: Number(timestamp) };
}
