/**
 * The process of one video: asks ffprobe, has ffmpeg decode, hashes the frames, and prints one line of JSON. Started by
 * video-process.ts in a process group of its own, with the job as its argument and the video as descriptor 3.
 */
import { writeFileSync } from 'node:fs';
import { decodeTrack, type FramePrint } from './video-decode.ts';
import { probeVideo } from './video-probe.ts';
import type { VideoAnswer, VideoJob } from './video-process.ts';
import { VideoRefusal } from './video-result.ts';

// Whoever started this process is gone: nobody waits for what the decoder does.
process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL'));
process.stdin.resume();
try {
  // When memory is short, the system shall take these processes and not their owner.
  writeFileSync('/proc/self/oom_score_adj', '800');
} catch {}

const answer = await run(JSON.parse(process.argv[2] ?? '') as VideoJob);
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));

async function run({ programs, ...job }: VideoJob): Promise<VideoAnswer> {
  try {
    const { tracks, duration } = await probeVideo(programs.ffprobe, job);
    const prints: (FramePrint & { track: number })[] = [];
    for (const [track, described] of tracks.entries()) {
      for (const print of await decodeTrack(programs.ffmpeg, described, job)) prints.push({ ...print, track });
    }
    const { codec = 'unknown', width = 0, height = 0 } = tracks[0] ?? {};
    return { ok: true, prints, duration, codec, width, height };
  } catch (error) {
    if (error instanceof VideoRefusal) return { ok: false, code: error.code, detail: error.message };
    return { ok: false, code: 'decoder-died', detail: error instanceof Error ? error.message : String(error) };
  }
}
