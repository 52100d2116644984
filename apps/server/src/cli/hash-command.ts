import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext, ExitCode } from './context.ts';
import type { HashCommandOptions } from './hash.ts';

type Add = (name: string, description: string, help: string) => Command;
type Report = (code: ExitCode) => void;

/** `wellhouse hash`. The command itself loads when it runs. */
export function addHashCommand(context: CommandContext, add: Add, report: Report): void {
  add('hash', 'print the PDQ hashes of pictures and videos', hashHelp)
    .argument('<files...>', 'pictures (with --video: videos), or folders of them')
    .option('--dihedral', 'all eight hashes of the picture turned and mirrored, a line each')
    .option('--trim', 'a further line for what is inside a border of one colour')
    .addOption(new Option('--mode <mode>', 'how to decode').choices(['exact', 'fast', 'auto']).default('exact'))
    .addOption(new Option('--video', 'hash a frame a second of videos').conflicts(['trim', 'mode']))
    .option('--every <seconds>', 'with --video: seconds from one frame to the next, 0.05 to 60', readSeconds, 1)
    .option('--workers <count>', 'processes that decode; as many as there are processors', readCount)
    .action(async (files: string[], options: Partial<HashCommandOptions> & { video?: boolean; every: number }) => {
      const { json = false, dihedral = false, trim = false, mode = 'exact', workers } = options;
      if (options.video) {
        const { hashVideos } = await import('./hash-video.ts');
        return report(
          await hashVideos(context, files, { json, dihedral, every: options.every, workers: workers ?? 1 }),
        );
      }
      const { hash } = await import('./hash.ts');
      report(await hash(context, files, { json, dihedral, trim, mode, ...(workers ? { workers } : {}) }));
    });
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 256) throw new InvalidArgumentError('expected 1 to 256');
  return count;
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds >= 0.05 && seconds <= 60)) throw new InvalidArgumentError('expected 0.05 to 60');
  return seconds;
}

const hashHelp = `
Prints hash,quality,file, as the tool of Meta's reference does, and the same hashes bit for bit. A quality below 50 says
that there is too little in the picture to compare. The order of --dihedral is that of the reference: original, rotated
by 90, 180 and 270 degrees, flip X, flip Y, flip +1, flip -1.
--mode fast lets the JPEG decoder shrink (a bit or two differ); auto does so above 4 megapixels.
--json prints an object a file, with MD5, SHA-1 and SHA-256, size and format, and a second hash of pictures with holes
and of further frames of animations.
It reads JPEG, PNG, WebP, GIF and AVIF by their bytes, whatever their names say, each in a process with limits. A file
in a folder that is no picture is named on standard error and does no harm.
--video prints frame,quality,hash,timestamp for a frame a second, as the tool of Meta's vPDQ does, and of several files a
fifth field with the file; --json, with or without --dihedral, an object a file with its digests. It reads MP4, QuickTime,
Matroska, WebM and AVI, and needs ffmpeg 5.1 or newer in PATH or at WELLHOUSE_FFMPEG; without it there are digests alone.
Exit code 0: all was hashed. 1: at least one was not. 2: a file that was named is not there.

Examples:
  wellhouse hash photo.jpg
  wellhouse hash --dihedral --json album/ > hashes.jsonl
  wellhouse hash --video clip.mp4 > clip.txt
  wellhouse hash album/ > known.txt && wellhouse match known.txt photo.jpg`;
