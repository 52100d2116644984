import type { Readable } from 'node:stream';
import { formatHash } from '../hash-text.ts';
import { createFrameFilter } from '../video-filter.ts';
import type { VideoContainer } from '../video-kind.ts';
import { inputArguments, spawnConfined, videoDescriptor } from './video-confine.ts';
import { failureOf, Tail } from './video-failure.ts';
import type { VideoLimits } from './video-limits.ts';
import { tooLong, type VideoTrack } from './video-probe.ts';
import { VideoRefusal } from './video-result.ts';

/** One frame with its hashes in hexadecimal, as a process of ours hands it over. */
export interface FramePrint {
  readonly frame: number;
  readonly timestamp: number;
  readonly quality: number;
  readonly hashes: readonly string[];
}

export interface DecodeOptions {
  readonly container: VideoContainer;
  readonly limits: VideoLimits;
  readonly dihedral: boolean;
  /** Seconds from one frame that is hashed to the next. */
  readonly every: number;
}

const timesDescriptor = 4;
/** A frame's number and its time in milliseconds travel as one number, number * 2^32 + time. */
const numberUnit = 2 ** 32;
/** Of the wanted time between two frames: at least this much, and another frame is taken when it has become that much. */
const gaps = { least: 0.4, longest: 1.1 };
/** Frames after which another is taken, whatever their times say. No camera takes as many in a second that people play at that speed. */
const mostSkipped = 300;

/**
 * Decodes one track and hashes a frame for each `every` seconds.
 * @throws VideoRefusal
 */
export function decodeTrack(ffmpeg: string, track: VideoTrack, options: DecodeOptions): Promise<FramePrint[]> {
  const { container, limits, dihedral, every } = options;
  const framesMost = Math.ceil(limits.duration / every / gaps.least) + 1;
  const tooManyFrames = new VideoRefusal('video-too-long', `more frames than a video of ${limits.duration} s has`);
  const child = spawnConfined(
    ffmpeg,
    [
      ...['-nostdin', '-noautorotate', ...inputArguments(container, limits, 'ffmpeg')],
      ...['-map', `0:${track.index}`, '-vf', filterGraph(track, every), '-fps_mode', 'passthrough'],
      ...['-frames:v', String(framesMost), '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
    ],
    { limits, stdio: ['ignore', 'pipe', 'pipe', videoDescriptor, 'pipe'] },
  );
  const complaint = new Tail(child.stderr);
  const frames = new FrameReader(track, dihedral ? 8 : 1);
  const times = new TimeReader();
  return new Promise((resolve, reject) => {
    const stop = (refusal: VideoRefusal) => {
      child.kill('SIGKILL');
      reject(refusal);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      frames.push(chunk);
      if (frames.prints.length >= framesMost) stop(tooManyFrames);
    });
    (child.stdio[timesDescriptor] as Readable | null)?.on('data', (chunk: Buffer) => {
      times.push(chunk.toString('latin1'));
      if (times.seconds > limits.duration) stop(tooLong(times.seconds, limits));
    });
    child.once('error', (error) => reject(new VideoRefusal('ffmpeg-missing', error.message)));
    child.once('close', (code, signal) => {
      const { prints } = frames;
      const failure = failureOf({ code, signal, complaint: complaint.text });
      // of a damaged file, what can be shown is hashed
      const shown = code === 0 || (failure.code === 'video-unsupported' && prints.length > 0);
      if (!shown) reject(failure);
      else if (prints.length === 0) reject(new VideoRefusal('video-unsupported', 'no frame of it can be decoded'));
      else resolve(prints.map((print, n) => ({ ...times.of(n), ...print })));
    });
  });
}

/**
 * Which frames are taken: every nth as the reference takes them, where n is the average frames a second, rounded down; those of
 * whole seconds also when more are wanted, so that they are the ones of a list. A file may lie about that, and about its times: no
 * frame is taken too soon after another, and one is taken when too long none was.
 */
function filterGraph({ rate, width, height }: VideoTrack, every: number): string {
  const nth = Math.max(1, Math.trunc(Math.max(1, every) * rate));
  const believed = rate > 0 && rate <= mostSkipped;
  const gap = `abs(mod(pts,${numberUnit})-mod(prev_selected_pts,${numberUnit}))`;
  const taken = [
    'isnan(prev_selected_pts)',
    ...(believed ? [`not(mod(n,${nth}))*gte(${gap},${every < 1 ? 1 : 1000 * every * gaps.least})`] : []),
    `gte(${gap},${1000 * every * (believed && every >= 1 ? gaps.longest : 1)})`,
    `gte(n-prev_selected_n,${Math.ceil(mostSkipped * every)})`,
  ];
  return [
    `setpts='N*${numberUnit}+if(isnan(T),0,clip(round(T*1000),0,${numberUnit - 1}))'`,
    `select='${taken.join('+')}'`,
    // the reference knows one colour matrix, whatever the file says
    `scale=w=${width}:h=${height}:flags=area:in_color_matrix=bt601,format=rgb24`,
    `metadata=mode=add:key=wellhouse:value=1,metadata=mode=print:key=wellhouse:direct=1:file='pipe\\:${timesDescriptor}'`,
  ].join(',');
}

/** Hashes frames out of a stream of rgb24 as they come. */
class FrameReader {
  readonly prints: Omit<FramePrint, 'frame' | 'timestamp'>[] = [];
  readonly #filter;
  readonly #height: number;
  readonly #line: Buffer;
  readonly #count: 1 | 8;
  #filled = 0;
  #y = 0;

  constructor({ width, height }: VideoTrack, count: 1 | 8) {
    this.#filter = createFrameFilter(width, height);
    this.#line = Buffer.alloc(width * 3);
    this.#height = height;
    this.#count = count;
  }

  push(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#filled === 0 && chunk.length - at >= this.#line.length) {
        this.#row(chunk, at);
        at += this.#line.length;
        continue;
      }
      const copied = chunk.copy(this.#line, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled < this.#line.length) continue;
      this.#filled = 0;
      this.#row(this.#line, 0);
    }
  }

  #row(bytes: Buffer, at: number): void {
    this.#filter.row(bytes, at);
    if (++this.#y < this.#height) return;
    this.#y = 0;
    const { hashes, quality } = this.#filter.finish(this.#count);
    this.prints.push({ quality, hashes: hashes.map(formatHash) });
  }
}

/** Reads the numbers and times of the frames that were taken. */
class TimeReader {
  readonly #taken: { frame: number; milliseconds: number }[] = [];
  #rest = '';

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-200);
    for (const line of lines) {
      const value = Number(/^frame:\d+\s+pts:(\d{1,19})\s/.exec(line)?.[1] ?? Number.NaN);
      if (Number.isNaN(value)) continue;
      this.#taken.push({ frame: Math.floor(value / numberUnit), milliseconds: value % numberUnit });
    }
  }

  /** Between the first frame and the last so far. */
  get seconds(): number {
    return this.of(this.#taken.length - 1).timestamp;
  }

  of(n: number): { frame: number; timestamp: number } {
    const { frame = n, milliseconds = 0 } = this.#taken[n] ?? {};
    return { frame, timestamp: Math.max(0, milliseconds - (this.#taken[0]?.milliseconds ?? 0)) / 1000 };
  }
}
