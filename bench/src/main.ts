/**
 * `npm run bench -- NAME [--json]`: one benchmark a promise. With `--json` the last line is one object
 * `{"bench":NAME,"figures":{…}}`. Ratios come from one run; a figure that misses its target is marked, never hidden.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { published } from './franking/published.ts';
import { classifierNotes, peerNotes, sensitivePictureNotes } from './peers/notes.ts';
import { robustnessNotes } from './robustness/notes.ts';

interface Bench {
  summary: string;
  /** Figure → what it should be. */
  targets: Record<string, { least: number } | { most: number }>;
  /** A figure that needs a peer is null where there is none. */
  run(): Promise<Record<string, number | null>>;
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
  'submit-next': {
    summary: "from the keys of 'submit and next' to the next case painted, in a browser on a real server",
    targets: { p95_ms: { most: 100 } },
    run: async () => (await import('./submit-next.ts')).runSubmitNextBench(),
  },
  'worst-first': {
    summary: "a team's simulated week in our order beside first in first out, most reports first and severity alone",
    targets: { p0_p95_ratio_to_fifo: { most: 0.05 }, p3_past_clock: { most: 0 } },
    run: async () => (await import('./worst-first.ts')).runWorstFirstBench(),
  },
  'mls-provider': {
    summary: "ts-mls with the messenger's crypto provider beside its own",
    targets: {},
    run: async () => (await import('./mls-provider.ts')).runMlsProviderBench(),
  },
  fingerprint: {
    summary: "file to PDQ hash, exact and fast, beside Meta's C++",
    targets: {
      ratio_exact_2mp: { least: 1.5 },
      ratio_exact_12mp: { least: 1.5 },
      ratio_fast_12mp: { least: 3.5 },
      identical_percent_exact_2mp: { least: 100 },
      identical_percent_exact_12mp: { least: 100 },
      fast_mean_bits: { most: 2.5 },
      fast_within_10_percent: { least: 97 },
    },
    run: async () => (await import('./fingerprint.ts')).runFingerprintBench(),
    notes: peerNotes,
  },
  classifier: {
    summary:
      'a message of 280 characters to its verdict in Chromium on one core, beside the same encoder by TensorFlow.js',
    targets: { p95_ms: { most: 15 }, pack_mb: { most: 8 }, load_ms: { most: 500 }, ratio_to_peer: { least: 5 } },
    run: async () => (await import('./classifier.ts')).runClassifierBench(),
    notes: classifierNotes,
  },
  'sensitive-picture': {
    summary: 'a picture of 1280 x 960 to its verdict in Chromium on one core, beside nsfwjs with the same weights',
    targets: { pack_mb: { most: 3 }, ratio_to_peer: { least: 2 } },
    run: async () => (await import('./sensitive-picture.ts')).runSensitivePictureBench(),
    notes: sensitivePictureNotes,
  },
  search: {
    summary: 'exact search at radius 31 among one and ten million codes, beside FAISS and Meta',
    targets: {
      recall: { least: 1 },
      qps_1m: { least: 6_000 },
      qps_10m: { least: 1_800 },
      ratio_1m: { least: 15 },
      ratio_10m: { least: 40 },
      build_10m_s: { most: 20 },
      rss_10m_mb: { most: 1_600 },
    },
    run: async () => (await import('./search.ts')).runSearchBench(),
    notes: peerNotes,
  },
  scan: {
    summary: 'file to verdict against a list of ten million, and how it grows; beside HMA',
    targets: {},
    run: async () => (await import('./scan.ts')).runScanBench(),
    notes: peerNotes,
  },
  albums: {
    summary: "a shared picture's time out of view, from its last byte to released, and pictures a second",
    targets: {},
    run: async () => (await import('./albums.ts')).runAlbumsBench(),
  },
  robustness: {
    summary: 'edited pictures that are found again, and false matches among harmless ones',
    targets: { mirror_ours: { least: 95 }, rotate_90_ours: { least: 95 }, letterbox_10_ours: { least: 90 } },
    run: async () => (await import('./robustness.ts')).runRobustnessBench(),
    notes: robustnessNotes,
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

function verdict(target: { least: number } | { most: number } | undefined, value: number | null): string {
  if (!target) return '';
  if (value === null)
    return `no peer to compare with; target ${'least' in target ? `≥ ${target.least}` : `≤ ${target.most}`}`;
  if ('least' in target) return `${value >= target.least ? 'meets' : 'MISSES'} ≥ ${target.least}`;
  return `${value <= target.most ? 'meets' : 'MISSES'} ≤ ${target.most}`;
}
