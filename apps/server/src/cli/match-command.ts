import type { Command } from 'commander';
import type { CommandContext, ExitCode } from './context.ts';

type Add = (name: string, description: string, help: string) => Command;
type Report = (code: ExitCode) => void;

/** `wellhouse match`. The command itself loads when it runs. */
export function addMatchCommand(context: CommandContext, add: Add, report: Report): void {
  add('match', 'look pictures and videos up in a list of hashes', matchHelp)
    .argument('<list>', 'file of PDQ hashes, one a line, or of frames of videos')
    .argument('[files...]', 'pictures, videos, or files of hashes')
    .option(
      '--hash <hex>',
      'a hash to look up; may be repeated',
      (hash: string, before: string[]) => [...before, hash],
      [],
    )
    .option('--radius <bits>', 'how many bits may differ', '31')
    .action(async (list: string, files: string[], options: { json?: boolean; hash: string[]; radius: string }) => {
      const { match } = await import('./match.ts');
      const { json = false, radius, hash: hashes } = options;
      report(await match(context, list, files, { json, radius, hashes }));
    });
}

const matchHelp = `
A line of the list is 64 hexadecimal digits, as it is or as "pdq HEX" or with what \`wellhouse hash\` writes behind it. One
broken line, and nothing is looked up. Of a picture all eight turned and mirrored forms are looked up, and what is inside
a border. An entry is named by its line. It needs no server and no database.
A list of what \`wellhouse hash --video\` prints is a list of videos, and so are the files: a known video is found when four
fifths of its different frames are in the other one. An entry then is named by the line of its first frame.
Exit code 0: something was found. 1: nothing was. 2: the list, or a file, cannot be used.

Examples:
  wellhouse match known.txt photo.jpg more/*.png
  wellhouse hash --video known/ > videos.txt && wellhouse match videos.txt clip.mp4
  wellhouse match known.txt --hash f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22 --radius 10 --json`;
