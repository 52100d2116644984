import type { VideoFrame } from '../video-lines.ts';
import type { Digests } from './digests.ts';

/** One frame of a video, as vPDQ has it. */
export interface HashedFrame extends VideoFrame {
  /** Which of the video tracks, counted from 0. Players show the first. */
  readonly track: number;
  /** With `dihedral`: all eight, the first is `hash`. */
  readonly dihedral?: readonly Uint8Array[];
}

/** A video whose frames were hashed, about one for each second. */
export interface HashedVideo {
  readonly ok: true;
  readonly frames: readonly HashedFrame[];
  readonly digests: Digests;
  /** Seconds, as the file says; null when it says nothing. */
  readonly duration: number | null;
  /** Of the first track, before any turning that the file asks players for. */
  readonly width: number;
  readonly height: number;
  /** Of the first track, as ffmpeg names it: h264, hevc, vp9, av1, … */
  readonly codec: string;
  readonly container: 'mov' | 'matroska' | 'avi';
}

/** A video that was not. Its digests stand whenever its bytes could be read: an exact match needs no frames. */
export interface RefusedVideo {
  readonly ok: false;
  readonly code: VideoRefusalCode;
  /** For a log, in English. */
  readonly detail: string;
  readonly digests: Digests | null;
}

export type VideoRefusalCode =
  /** No such file, no right to read it, or not a regular file. */
  | 'unreadable'
  /** No bytes. */
  | 'empty'
  | 'too-many-bytes'
  /** Width times height of a frame. */
  | 'too-many-pixels'
  /** There is no ffmpeg and ffprobe here (5.1 or newer). Not a fault of the file. */
  | 'ffmpeg-missing'
  /** Not MP4, QuickTime, Matroska, WebM or AVI, a codec that is not read, more tracks than are read, or too damaged. */
  | 'video-unsupported'
  /** It plays longer than allowed, or has more frames than a video of that length. */
  | 'video-too-long'
  /** What it did to its process. Worth one more try. */
  | 'timeout'
  | 'memory'
  | 'decoder-died';

export type VideoResult = HashedVideo | RefusedVideo;

/** Ends the work on a video with a code. Stays within these files. */
export class VideoRefusal extends Error {
  override readonly name = 'VideoRefusal';
  readonly code: VideoRefusalCode;
  constructor(code: VideoRefusalCode, detail: string) {
    super(detail);
    this.code = code;
  }
}
