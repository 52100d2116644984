import type { VideoContainer } from '../video-kind.ts';
import { inputArguments, spawnConfined, videoDescriptor } from './video-confine.ts';
import { failureOf, Tail } from './video-failure.ts';
import type { VideoLimits } from './video-limits.ts';
import { VideoRefusal } from './video-result.ts';

/** One video track, as the file describes it. */
export interface VideoTrack {
  /** Of the stream in the file. */
  readonly index: number;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Frames a second on average; 0 when nothing is said. */
  readonly rate: number;
}

export interface ProbedVideo {
  readonly tracks: readonly VideoTrack[];
  readonly duration: number | null;
}

/** Video tracks beyond this many are no video that people send each other. */
const tracksMost = 4;
const answerBytes = 256 * 1024;

/**
 * Asks ffprobe what is in the video, and refuses by that what is too large or too long.
 * @throws VideoRefusal
 */
export async function probeVideo(
  ffprobe: string,
  { container, limits }: { container: VideoContainer; limits: VideoLimits },
): Promise<ProbedVideo> {
  const wanted =
    'format=duration:stream=index,codec_name,width,height,avg_frame_rate,r_frame_rate,duration:stream_disposition=attached_pic';
  const args = [
    ...inputArguments(container, limits, 'ffprobe'),
    '-select_streams',
    'v',
    '-show_entries',
    wanted,
    '-of',
    'json',
  ];
  const { answer, complaint } = await ask(ffprobe, args, limits);
  const video = toProbed(parse(answer));
  check(video, limits, complaint);
  return video;
}

interface Asked {
  readonly answer: string;
  readonly complaint: string;
}

function ask(ffprobe: string, args: string[], limits: VideoLimits): Promise<Asked> {
  const child = spawnConfined(ffprobe, args, { limits, stdio: ['ignore', 'pipe', 'pipe', videoDescriptor] });
  const complaint = new Tail(child.stderr);
  return new Promise((resolve, reject) => {
    let answer = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      answer += chunk.toString('utf8');
      if (answer.length <= answerBytes) return;
      child.kill('SIGKILL');
      reject(new VideoRefusal('video-unsupported', 'it has too many tracks'));
    });
    child.once('error', (error) => reject(new VideoRefusal('ffmpeg-missing', error.message)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve({ answer, complaint: complaint.text });
      else reject(failureOf({ code, signal, complaint: complaint.text }));
    });
  });
}

type Fields = Readonly<Record<string, unknown>>;

function parse(answer: string): Fields {
  try {
    return fieldsOf(JSON.parse(answer));
  } catch {
    throw new VideoRefusal('video-unsupported', 'ffprobe answered what cannot be read');
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function toProbed({ streams, format }: Fields): ProbedVideo {
  const all = (Array.isArray(streams) ? streams : []).map(fieldsOf);
  // a cover is a picture beside the video
  const shown = all.filter(({ disposition }) => fieldsOf(disposition).attached_pic !== 1);
  const durations = [fieldsOf(format), ...shown].map(({ duration }) => Number(duration)).filter((s) => s > 0);
  return { tracks: shown.map(toTrack), duration: durations.length > 0 ? Math.max(...durations) : null };
}

function toTrack({ index, codec_name, width, height, avg_frame_rate, r_frame_rate }: Fields): VideoTrack {
  return {
    index: Number(index),
    codec: typeof codec_name === 'string' ? codec_name.slice(0, 32) : 'unknown',
    width: Number(width ?? 0),
    height: Number(height ?? 0),
    rate: rateOf(avg_frame_rate) || rateOf(r_frame_rate),
  };
}

/** `30000/1001` -> 29.97 */
function rateOf(text: unknown): number {
  const [count = 0, seconds = 1] = String(text).split('/').map(Number);
  const rate = count / seconds;
  return Number.isFinite(rate) && rate > 0 ? rate : 0;
}

function check({ tracks, duration }: ProbedVideo, limits: VideoLimits, complaint: string): void {
  if (tracks.length === 0) throw new VideoRefusal('video-unsupported', 'there is no video in it');
  if (tracks.length > tracksMost) {
    throw new VideoRefusal('video-unsupported', `${tracks.length} video tracks; ${tracksMost} are read`);
  }
  for (const { index, width, height } of tracks) {
    const sized = [width, height].every((side) => Number.isInteger(side) && side > 0);
    if (!sized || !Number.isInteger(index)) {
      // sides beyond the limit are left out, with a complaint
      throw failureOf({ code: 1, signal: null, complaint: complaint || 'it is not said how large its frames are' });
    }
    if (width * height > limits.pixels) {
      throw new VideoRefusal('too-many-pixels', `${width} x ${height} pixels; ${limits.pixels} are allowed`);
    }
  }
  if (duration !== null && duration > limits.duration) throw tooLong(duration, limits);
}

export function tooLong(duration: number, limits: VideoLimits): VideoRefusal {
  return new VideoRefusal('video-too-long', `${Math.round(duration)} s; ${limits.duration} are allowed`);
}
