/**
 * Our index behind the protocol of the peers, in a process of its own, so that memory and CPU are its own too.
 * `load KIND CODES` → `loaded N CPU_SECONDS MIB`; `search RADIUS QUERIES OUT` → `searched Q MATCHES CPU_SECONDS`. Codes and
 * queries are files of 32 bytes each; OUT (or `-`) gets query, entry, distance of each match, 32 bits each.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createHammingIndex, type HammingIndex } from '@wellhouse/matching';

let index: HammingIndex | null = null;

createInterface({ input: process.stdin }).on('line', (line) => {
  const [verb, first = '', second = '', out = '-'] = line.split(' ');
  try {
    if (verb === 'load') console.log(load(second));
    else if (verb === 'search') console.log(search(Number(first), second, out));
    else console.log('error unknown command');
  } catch (error) {
    console.log(`error ${error instanceof Error ? error.message : error}`);
  }
});

function load(file: string): string {
  const handle = openSync(file, 'r');
  const { size } = fstatSync(handle);
  const block = new Uint8Array(1 << 20);
  let reading = 0;
  const blocks = function* (): Generator<Uint8Array> {
    for (let at = 0; at < size; ) {
      const before = cpuSeconds();
      const read = readSync(handle, block, 0, block.length, at);
      reading += cpuSeconds() - before;
      at += read;
      yield block.subarray(0, read);
    }
  };
  const before = cpuSeconds();
  index = createHammingIndex({ count: size / 32, blocks: blocks() });
  const spent = cpuSeconds() - before - reading;
  closeSync(handle);
  globalThis.gc?.();
  return `loaded ${index.count} ${spent.toFixed(4)} ${residentMib().toFixed(1)}`;
}

function search(radius: number, file: string, out: string): string {
  if (!index) throw new Error('nothing is loaded');
  const queries = new Uint8Array(readFileSync(file));
  const before = cpuSeconds();
  const { query, entry, distance } = index.search(queries, radius);
  const spent = cpuSeconds() - before;
  if (out !== '-') {
    const matches = new Uint32Array(query.length * 3);
    for (let n = 0; n < query.length; n++) matches.set([query[n] ?? 0, entry[n] ?? 0, distance[n] ?? 0], n * 3);
    writeFileSync(out, new Uint8Array(matches.buffer));
  }
  return `searched ${queries.length / 32} ${query.length} ${spent.toFixed(6)}`;
}

/** Of all threads of this process. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function residentMib(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
}
