import { videoContainer, videoHeadBytes } from '../video-kind.ts';
import { inputArguments, spawnConfined, videoDescriptor } from './video-confine.ts';
import { failureOf, Tail } from './video-failure.ts';
import { readVideoLimits, type VideoLimits } from './video-limits.ts';
import { findVideoPrograms, type VideoPrograms } from './video-programs.ts';
import { VideoRefusal, type VideoRefusalCode } from './video-result.ts';
import { openVideo, readHead, type VideoSource } from './video-source.ts';

export interface VideoSheetOptions {
  readonly limits?: Partial<VideoLimits>;
  /** Path of ffmpeg; unless told, the first one in PATH. */
  readonly ffmpeg?: string;
}

export type VideoSheet =
  | { readonly ok: true; readonly jpeg: Buffer }
  | { readonly ok: false; readonly code: VideoRefusalCode; readonly detail: string };

/** Stills in a row, and rows of them. */
const side = 3;
export const sheetStills = side * side;
const [stillWidth, stillHeight] = [480, 270];
const sheetBytes = 16 * 2 ** 20;

/**
 * Stills of a video on one sheet, for a person who has to say what it shows: the frames that are shown at these times, in their order.
 * What comes back was drawn by ffmpeg from a stranger's file: decode it like one.
 * @param seconds since the first frame; of more than nine the first nine
 */
export async function sheetOfVideo(
  source: string | Uint8Array,
  seconds: readonly number[],
  options: VideoSheetOptions = {},
): Promise<VideoSheet> {
  const limits = readVideoLimits(options.limits);
  const times = [...new Set(seconds.slice(0, sheetStills))].filter(Number.isFinite).sort((a, b) => a - b);
  try {
    await using file = await openVideo(source, { most: limits.bytes });
    const programs = await findVideoPrograms(options.ffmpeg);
    return { ok: true, jpeg: await draw(file, times.length === 0 ? [0] : times, { limits, programs }) };
  } catch (error) {
    if (!(error instanceof VideoRefusal)) throw error;
    return { ok: false, code: error.code, detail: error.message };
  }
}

async function draw(
  file: VideoSource,
  times: readonly number[],
  { limits, programs }: { limits: VideoLimits; programs: VideoPrograms },
): Promise<Buffer> {
  const container = videoContainer(await readHead(file, videoHeadBytes));
  if (!container) throw new VideoRefusal('video-unsupported', 'it does not begin like MP4, Matroska, WebM or AVI');
  const args = [
    ...['-nostdin', ...inputArguments(container, limits, 'ffmpeg')],
    ...['-map', '0:v:0', '-vf', filterGraph(times), '-fps_mode', 'passthrough', '-frames:v', '1'],
    ...['-c:v', 'mjpeg', '-q:v', '4', '-f', 'image2pipe', 'pipe:1'],
  ];
  const stdio = ['ignore' as const, 'pipe' as const, 'pipe' as const, file.handle.fd];
  if (stdio.length !== videoDescriptor + 1) throw new Error('the video is another descriptor');
  const child = spawnConfined(programs.ffmpeg, args, { limits, stdio });
  const complaint = new Tail(child.stderr);
  const timer = setTimeout(() => child.kill('SIGKILL'), limits.seconds * 1000);
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const chunks: Buffer[] = [];
      let length = 0;
      child.stdout?.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > sheetBytes) child.kill('SIGKILL');
      });
      child.once('error', (error) => reject(new VideoRefusal('ffmpeg-missing', error.message)));
      child.once('close', (code, signal) => {
        if (code === 0 && length > 0) resolve(Buffer.concat(chunks));
        else reject(failureOf({ code: code || 1, signal, complaint: complaint.text }));
      });
    });
  } finally {
    clearTimeout(timer);
  }
}

/** For each time the first frame from it on; a frame that stands for two times is there once. */
function filterGraph(times: readonly number[]): string {
  const due = times.map((time) => {
    const at = time.toFixed(3);
    return `gte(t,${at}-0.001)*if(isnan(prev_selected_t),1,lt(prev_selected_t,${at}-0.001))`;
  });
  const [columns, rows] = [Math.min(side, times.length), Math.ceil(times.length / side)];
  const size = `${stillWidth}:${stillHeight}`;
  return [
    'setpts=PTS-STARTPTS',
    `select='${due.join('+')}'`,
    `scale=${size}:force_original_aspect_ratio=decrease,pad=${size}:-1:-1:gray,setsar=1`,
    `tile=${columns}x${rows}:color=gray`,
  ].join(',');
}
