/** A decoding process that does to a picture what its bytes say; anything else it answers as a picture of one pixel. */
import { FrameReader, frameHead } from '../../src/node/frames.ts';

let id = '';
const answer = (what: object) => {
  const line = Buffer.from(JSON.stringify({ ...what, id }));
  process.stdout.write(Buffer.concat([frameHead(line.length), line]));
};
const print = { view: 'whole', hashes: ['00'.repeat(32)], quality: 0 };
const picture = { ok: true, format: 'png', width: 1, height: 1, mode: 'exact', prints: [print] };
const hoard: Buffer[] = [];

const acts: Record<string, () => void> = {
  die: () => process.exit(7),
  'die of a signal': () => process.kill(process.pid, 'SIGSEGV'),
  hang: () => {
    for (;;);
  },
  hoard: () => setInterval(() => hoard.push(Buffer.alloc(32 * 2 ** 20, 1)), 10),
  babble: () => process.stdout.write('a line for a person\n'.repeat(20_000)),
  'lie in JSON': () => answer({ ok: true }),
  'lie about the hash': () => answer({ ...picture, prints: [{ ...print, hashes: ['zz'.repeat(32)] }] }),
  'lie about the code': () => answer({ ok: false, code: 'toString', detail: '' }),
  'lie about the job': () => {
    id = 'another';
    answer(picture);
  },
  'answer twice': () => {
    const foreign = { ...picture, prints: [{ ...print, hashes: ['ff'.repeat(32)] }] };
    answer(foreign);
    answer(foreign);
  },
};

const reader = new FrameReader(2 ** 20);
let heads = 0;
process.stdin.on('data', (chunk: Buffer) => {
  reader.push(chunk);
  for (let frame = reader.next(); frame; frame = reader.next()) {
    if (heads++ % 2 === 0) {
      id = JSON.parse(frame.toString()).id;
      continue;
    }
    (acts[frame.toString()] ?? (() => answer(picture)))();
  }
});
process.stdin.on('end', () => process.exit(0));
