import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import type { VideoContainer } from '../video-kind.ts';
import type { VideoLimits } from './video-limits.ts';

/** Of the video, in every process that reads it. */
export const videoDescriptor = 3;

/**
 * Decoders that a video may ask for. ffmpeg has some hundred more, most of them for games of the nineties and few of them looked at
 * by anybody since.
 */
const videoDecoders = [
  ...['h264', 'hevc', 'vp8', 'vp9', 'libvpx', 'libvpx-vp9', 'libdav1d', 'libaom-av1', 'av1'],
  ...['mpeg4', 'msmpeg4v2', 'msmpeg4', 'h263', 'mpeg1video', 'mpeg2video', 'mjpeg', 'prores', 'rawvideo'],
];

/** ffprobe ends when it may not open the decoder of any track, and has no means to leave tracks out. Nothing of them is decoded. */
const otherDecoders = [
  ...[
    'aac',
    'aac_latm',
    'mp3float',
    'mp3',
    'mp2float',
    'mp2',
    'opus',
    'libopus',
    'vorbis',
    'flac',
    'alac',
    'ac3',
    'eac3',
  ],
  ...['amrnb', 'amrwb', 'dca', 'wmav1', 'wmav2', 'adpcm_ms', 'adpcm_ima_wav', 'adpcm_ima_qt', 'pcm_u8', 'pcm_s8'],
  ...['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_f32le', 'pcm_alaw', 'pcm_mulaw'],
  ...['mov_text', 'srt', 'subrip', 'ass', 'ssa', 'webvtt', 'text'],
];

const demuxers: Record<VideoContainer, { name: string; options: readonly string[] }> = {
  // a track may say that its samples lie in another file
  mov: { name: 'mov,mp4,m4a,3gp,3g2,mj2', options: ['-enable_drefs', '0', '-use_absolute_path', '0'] },
  matroska: { name: 'matroska,webm', options: [] },
  avi: { name: 'avi', options: [] },
};

/**
 * How ffmpeg and ffprobe open the video: with the demuxer of the container that its first bytes say, so that no list of other files
 * is ever tried, through no protocol but that of files, and with few decoders. The video is a descriptor and has no name.
 */
export function inputArguments(container: VideoContainer, limits: VideoLimits, reader: 'ffmpeg' | 'ffprobe'): string[] {
  const { name, options } = demuxers[container];
  const decoders = reader === 'ffmpeg' ? videoDecoders : [...videoDecoders, ...otherDecoders];
  return [
    ...['-hide_banner', '-loglevel', 'error'],
    ...['-protocol_whitelist', 'file', '-format_whitelist', name, '-codec_whitelist', decoders.join(',')],
    ...['-max_pixels', String(limits.pixels), '-threads', '1'],
    ...['-f', name.split(',')[0] ?? name, ...options, '-i', `file:/dev/fd/${videoDescriptor}`],
  ];
}

/** Nothing of our environment, which may hold passwords. */
const environment = { LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' };

/**
 * Starts a program that reads a stranger's file: no memory and processor time beyond the limits, no file written, no core dumped.
 * It stays in the process group of its parent and ends with it.
 */
export function spawnConfined(
  program: string,
  args: readonly string[],
  { limits, stdio }: { limits: VideoLimits; stdio: StdioOptions },
): ChildProcess {
  const seconds = Math.ceil(limits.seconds) + 1;
  const bounds = [`v ${Math.ceil(limits.memoryMiB) * 1024}`, `t ${seconds}`, 'f 0', 'c 0'];
  // a limit that this system does not know is left out
  const script = `${bounds.map((bound) => `ulimit -${bound} 2>/dev/null`).join('; ')}; exec "$0" "$@"`;
  return spawn('/bin/sh', ['-c', script, program, ...args], { stdio, env: environment });
}
