import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/** Of the kernel's counters in /proc: ticks a second. */
const ticks = 100;

/**
 * Keeps this process, and what it starts from now on, on one core (`WELLHOUSE_BENCH_CORE`, otherwise the last), so that a
 * peer and ours meet the same core. Without `taskset` nothing is pinned, and that is said.
 */
export function pinToOneCore(): void {
  const core = process.env.WELLHOUSE_BENCH_CORE ?? String(cpus().length - 1);
  try {
    execFileSync('taskset', ['-a', '-c', '-p', core, String(process.pid)], { stdio: 'ignore' });
    console.error(`on core ${core}; load ${loadNow()}`);
  } catch {
    console.error(`not pinned to a core (no taskset); load ${loadNow()}`);
  }
}

/** Lets this process, and what it starts from now on, use all cores again. */
export function useAllCores(): void {
  try {
    execFileSync('taskset', ['-a', '-c', '-p', `0-${cpus().length - 1}`, String(process.pid)], { stdio: 'ignore' });
  } catch {
    // Nothing was pinned.
  }
}

/** Runnable processes in the last minute: beside the cores it says how busy the machine was. */
export function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

/**
 * Seconds of CPU, user and system, that this process and all that it started have used so far, peers left out. Ended
 * children count once they have been waited for. Resolution: 10 ms.
 */
export function ourCpuSeconds(peers: readonly { pid: number }[] = []): number {
  const leftOut = new Set(peers.map(({ pid }) => pid));
  const parents = new Map<number, number>();
  const used = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      parents.set(Number(name), fields[1] ?? 0);
      const isOurs = Number(name) === process.pid;
      // A peer that has ended is in no figure of ours: of our own process the ended children are not counted.
      const ended = isOurs ? 0 : (fields[13] ?? 0) + (fields[14] ?? 0);
      used.set(Number(name), (fields[11] ?? 0) + (fields[12] ?? 0) + ended);
    } catch {
      // It has ended in the meantime.
    }
  }
  let sum = 0;
  for (const [pid, spent] of used) {
    for (let at = pid; at > 1 && !leftOut.has(at); at = parents.get(at) ?? 0) {
      if (at === process.pid) {
        sum += spent;
        break;
      }
    }
  }
  return sum / ticks;
}
