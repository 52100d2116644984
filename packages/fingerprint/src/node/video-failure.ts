import type { Readable } from 'node:stream';
import { VideoRefusal } from './video-result.ts';

/** The end of what a program says on standard error; all of it is read, so that it never waits for us. */
export class Tail {
  #text = '';

  constructor(stream: Readable | null) {
    stream?.on('data', (chunk: Buffer) => {
      this.#text = (this.#text + chunk.toString('utf8')).slice(-2000);
    });
  }

  get text(): string {
    return this.#text;
  }
}

/** What it means that ffmpeg or ffprobe ended badly. */
export function failureOf({
  code,
  signal,
  complaint,
}: {
  code: number | null;
  signal: NodeJS.Signals | null;
  complaint: string;
}): VideoRefusal {
  const lines = complaint.split('\n').map((line) => line.trim());
  const told = lines.filter((line) => line !== '' && !/^Last message repeated/.test(line));
  const said = told.slice(-3).join('; ').slice(0, 300);
  if (/cannot allocate memory|failed to map segment/i.test(complaint))
    return new VideoRefusal('memory', `the decoder has too little: ${said}`);
  // SIGXCPU: the limit on processor time
  if (signal === 'SIGXCPU') return new VideoRefusal('timeout', 'the decoder worked too long');
  if (signal !== null) return new VideoRefusal('decoder-died', `ended with ${signal} ${said}`.trim());
  if (/picture size \d+x\d+ (is invalid|exceeds)/i.test(complaint)) return new VideoRefusal('too-many-pixels', said);
  if (/unrecognized option|option not found/i.test(complaint)) {
    return new VideoRefusal('ffmpeg-missing', `ffmpeg 5.1 or newer is needed: ${said}`);
  }
  if (code === 127 || code === 126) return new VideoRefusal('ffmpeg-missing', said);
  return new VideoRefusal('video-unsupported', said || `the decoder ended with code ${code}`);
}
