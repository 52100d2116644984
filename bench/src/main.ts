/**
 * `npm run bench -- NAME [--json]`: one benchmark a promise. With `--json` the last line is one object
 * `{"bench":NAME,"figures":{…}}`. Ratios come from one run; a figure that misses its target is marked, never hidden.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { published } from './franking/published.ts';

interface Bench {
  summary: string;
  /** Figure → what it should be. */
  targets: Record<string, { least: number } | { most: number }>;
  run(): Promise<Record<string, number>>;
  /** Printed beneath the figures. */
  notes?: readonly string[];
}

const benches: Record<string, Bench> = {
  franking: {
    summary: 'what franking adds to an MLS message, and how many stamps and verifications a core does',
    targets: {
      sender_added_us: { most: 100 },
      receiver_added_us: { most: 310 },
      sender_percent: { most: 5 },
      receiver_percent: { most: 25 },
      group_256_sender_ratio: { most: 1.1 },
      group_256_receiver_ratio: { most: 1.1 },
      hub_stamps_per_s: { least: 8_000 },
      verifies_per_s: { least: 4_000 },
      bytes_added: { most: 250 },
    },
    run: async () => (await import('./franking.ts')).runFrankingBench(),
    notes: published,
  },
  intake: {
    summary: 'durably acknowledged reports a second beside plain INSERTs by the same driver',
    targets: { reports_per_s: { least: 1_500 }, ratio_to_bare_insert: { least: 0.5 } },
    run: async () => (await import('./intake.ts')).runIntakeBench(),
  },
  queue: {
    summary: 'claim-next with a million open cases beside ten thousand',
    targets: { p99_ratio_1m_to_10k: { most: 2 } },
    run: async () => (await import('./queue.ts')).runQueueBench(),
  },
  'mls-provider': {
    summary: "ts-mls with the messenger's crypto provider beside its own",
    targets: {},
    run: async () => (await import('./mls-provider.ts')).runMlsProviderBench(),
  },
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
});
const names = positionals.length > 0 ? positionals : [];
const unknown = names.filter((name) => !benches[name]);
if (options.help || names.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`there is no bench ${unknown.join(', ')}`);
  console.log('npm run bench -- NAME… [--json]\n');
  for (const [name, bench] of Object.entries(benches)) console.log(`  ${name.padEnd(14)}${bench.summary}`);
  process.exit(options.help ? 0 : 2);
}

for (const name of names) {
  const bench = benches[name];
  if (!bench) continue;
  const figures = await bench.run();
  console.log(
    `${name} on ${cpus()[0]?.model ?? 'an unknown processor'} (${cpus().length} cores), Node ${process.version}`,
  );
  for (const [figure, value] of Object.entries(figures)) {
    console.log(`  ${figure.padEnd(28)}${String(value).padStart(12)}  ${verdict(bench.targets[figure], value)}`);
  }
  for (const note of bench.notes ?? []) console.log(note);
  if (options.json) console.log(JSON.stringify({ bench: name, figures }));
}
process.exit(0);

function verdict(target: { least: number } | { most: number } | undefined, value: number): string {
  if (!target) return '';
  if ('least' in target) return `${value >= target.least ? 'meets' : 'MISSES'} ≥ ${target.least}`;
  return `${value <= target.most ? 'meets' : 'MISSES'} ≤ ${target.most}`;
}
