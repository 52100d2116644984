import type { Command } from 'commander';
import type { CommandContext, ExitCode } from './context.ts';

type Add = (name: string, description: string, help: string) => Command;
type Report = (code: ExitCode) => void;

interface Options {
  readonly languages?: string;
  readonly details?: true;
  readonly pack?: string[];
  readonly trustedKey?: string[];
}

/** `wellhouse classify`. The command itself loads when it runs. */
export function addClassifyCommand(context: CommandContext, add: Add, report: Report): void {
  const collect = (value: string, before: string[] = []) => [...before, value];
  add('classify', 'score messages as a device does that speaks up', classifyHelp)
    .argument('[file]', 'file of JSON lines, or - for standard input', '-')
    .requiredOption('--jsonl', 'read and write one JSON object a line')
    .option(
      '--languages <list>',
      'languages that the reader knows, best first: en,de; those of the packs come after them, English first',
    )
    .option('--details', 'add the further kinds of the pack, the language that was found, and why a line has no scores')
    .option('--pack <file>', 'a pack in place of those that ship; may be repeated', collect)
    .option('--trusted-key <hex>', 'with --pack: a public key that may have signed it; may be repeated', collect)
    .action(async (file: string, options: Options) => {
      const { classify } = await import('./classify.ts');
      const languages = options.languages?.split(',').map((language) => language.trim());
      const { pack: packs = [], trustedKey: trustedKeys = [], details = false } = options;
      report(await classify(context, file, { packs, trustedKeys, details, ...(languages && { languages }) }));
    });
}

const classifyHelp = `
Each line {"text": "…"} gets a line, in order:
  {"scores":{"threat":0.02,"hate":0.01,"insult":0.05,"sexual":0.01,"spam":0.93},"prompt":"spam"}
Scores are from 0 to 1 and calibrated; a kind that the pack does not know is 0. "prompt" is the kind for which a device
would ask the person who received the message, or null. It can be a kind beside these five, such as "sextortion", whose
score is among those of --details. Whether a score is enough is for the pack to say: each kind has a threshold of its own.

With --details the same line reads
  {"scores":{…,"sextortion":0.01},"prompt":"spam","language":"en"}
and one that could not be scored says why: "silent":"no-pack", its language has no pack; "silent":"undecided-language", it
is empty, or emoji, numbers and links alone. Either is zeros and no prompt, and the last line on standard error counts them.
A line may name the languages that its reader knows, {"text": "…", "languages": ["en"]}; they decide for short texts.

A line that is no such object, or longer than 8 MiB, gets {"error":{"code":"line-invalid","message":"line 3 …"}} in its
place, and those after it are read. Blank lines are passed over and get no line. Of a text of more than 16,384 characters
the first 12,288 and the last 4,096 are read, however long it takes; a device stops a text after two seconds.

It is the pack, the engine and the thresholds of a browser; nothing is sent anywhere and nothing is kept. So, unlike a device,
it does not remember which version of a pack it has seen: an older one is not refused. And it is one text at a time: what a
device asks about also hangs on what it asked before, what is switched off and who wrote (docs/prompts.md).
A pack of your own is signed by a key of yours (packages/classifiers/README.md): name both, --pack and --trusted-key.
Exit code 0: every line was answered. 1: at least one was not. 2: the file or a pack cannot be used.

Examples:
  wellhouse classify --jsonl messages.jsonl > verdicts.jsonl
  echo '{"text":"see you at seven"}' | wellhouse classify --jsonl
  wellhouse classify --jsonl --details --languages en --pack mine.whpack --trusted-key 3b6a…29 messages.jsonl`;
