/**
 * The process that decodes and hashes pictures, one after the other: frames of a job and a file on standard input, a
 * frame of JSON each on standard output. Started by decoder-process.ts with `--permission` and no environment.
 */
import { allowPhotographsOnly, runJob } from './decode.ts';
import { FrameReader, frameHead } from './frames.ts';
import type { Job } from './job.ts';

allowPhotographsOnly();
const reader = new FrameReader(2 ** 31);
type NamedJob = Job & { readonly id: string };
let job: NamedJob | null = null;
process.stdin.on('data', (chunk: Buffer) => {
  reader.push(chunk);
  for (let frame = reader.next(); frame; frame = reader.next()) {
    if (job === null) job = JSON.parse(frame.toString('utf8'));
    else {
      void answer(job, frame);
      job = null;
    }
  }
});
// Whoever started this process is gone.
process.stdin.on('end', () => process.exit(0));

async function answer({ id, ...job }: NamedJob, file: Buffer): Promise<void> {
  const line = Buffer.from(JSON.stringify({ ...(await runJob(job, file)), id }));
  process.stdout.write(Buffer.concat([frameHead(line.length), line]));
}
