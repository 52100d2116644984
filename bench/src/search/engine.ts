import { fileURLToPath } from 'node:url';
import { type LineProcess, startLineProcess } from '../peers/line-process.ts';

/** An index in a process: ours, or a peer's. */
export interface Engine {
  readonly name: string;
  readonly pid: number;
  /** CPU seconds of building, and MB (10^6 bytes) that the process holds afterwards. */
  load(codes: string): Promise<{ seconds: number; megabytes: number }>;
  /** Matches, and CPU seconds. `out` is written with query, entry and distance of each match. */
  search(radius: number, queries: string, out?: string): Promise<{ matches: number; seconds: number }>;
  close(): Promise<void>;
}

export function startOurs(): Engine {
  const program = fileURLToPath(new URL('./index-process.ts', import.meta.url));
  return engine(
    'ours',
    'ours',
    startLineProcess(process.execPath, ['--conditions=wellhouse-src', '--expose-gc', program]),
  );
}

/** Kinds of index of each peer, by the variable that says where it is. */
const peers = {
  WELLHOUSE_PEER_FAISS: ['flat', 'multihash'],
  WELLHOUSE_PEER_MIH: ['flat', 'mih'],
} as const;

/** Takes minutes, and gigabytes, to build with ten million codes, and is slower than a flat scan there on every machine measured. */
export const slowToBuild: readonly string[] = ['faiss_multihash', 'meta_mih'];

/** One process for each kind of index of each peer that is there. */
export function startPeers(leftOut: readonly string[] = []): Engine[] {
  const engines: Engine[] = [];
  for (const [variable, kinds] of Object.entries(peers)) {
    const command = process.env[variable];
    if (!command) continue;
    for (const kind of kinds) {
      const name = `${variable === 'WELLHOUSE_PEER_FAISS' ? 'faiss' : 'meta'}_${kind}`;
      if (!leftOut.includes(name)) engines.push(engine(name, kind, startLineProcess(command)));
    }
  }
  return engines;
}

function engine(name: string, kind: string, program: LineProcess): Engine {
  const numbers = async (line: string) => (await program.ask(line)).split(' ').slice(1).map(Number);
  return {
    name,
    pid: program.pid,
    async load(codes) {
      const [, seconds = Number.NaN, mebibytes = Number.NaN] = await numbers(`load ${kind} ${codes}`);
      return { seconds, megabytes: mebibytes * 1.048576 };
    },
    async search(radius, queries, out = '-') {
      const [, matches = Number.NaN, seconds = Number.NaN] = await numbers(`search ${radius} ${queries} ${out}`);
      return { matches, seconds };
    },
    close: () => program.close(),
  };
}
