/** A decoding process that does to a picture what its bytes say; anything else it answers as a picture of one pixel. */
import { FrameReader, frameHead } from '../../src/node/frames.ts';

const answer = (text: string) => {
  const line = Buffer.from(text);
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
  'lie in JSON': () => answer('{"ok":true}'),
  'lie about the hash': () => answer(JSON.stringify({ ...picture, prints: [{ ...print, hashes: ['zz'.repeat(32)] }] })),
  'lie about the code': () => answer('{"ok":false,"code":"__proto__","detail":""}'),
  'answer twice': () => {
    const foreign = JSON.stringify({ ...picture, prints: [{ ...print, hashes: ['ff'.repeat(32)] }] });
    answer(foreign);
    answer(foreign);
  },
};

const reader = new FrameReader(2 ** 20);
let heads = 0;
process.stdin.on('data', (chunk: Buffer) => {
  reader.push(chunk);
  for (let frame = reader.next(); frame; frame = reader.next()) {
    if (heads++ % 2 === 0) continue;
    (acts[frame.toString()] ?? (() => answer(JSON.stringify(picture))))();
  }
});
process.stdin.on('end', () => process.exit(0));
