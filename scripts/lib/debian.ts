import { existsSync } from 'node:fs';
import { run } from './run.ts';

/** Installs a Debian package where that is possible; returns null, or one line that says what to do instead. */
export async function ensureDebianPackage(name: string, proof: string): Promise<string | null> {
  if (existsSync(proof)) return null;
  const advice = `install the Debian package ${name} (apt-get install ${name}), then run this again`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return advice;
  process.stderr.write(`Installing ${name} …\n`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  const result = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...lock, name], { env });
  return result.code === 0 && existsSync(proof) ? null : `${advice}: ${result.output.trim().split('\n').at(-1)}`;
}

export const chromiumPath = '/usr/bin/chromium';

export function ensureChromium(): Promise<string | null> {
  return ensureDebianPackage('chromium', chromiumPath);
}

/**
 * Chromium's engine without its windows, which starts in half the time: where it is to be had, its path, otherwise null.
 * Whoever names a browser by `CHROMIUM` gets that one.
 */
export async function findHeadlessShell(environment = process.env): Promise<string | null> {
  const path = '/usr/bin/chromium-headless-shell';
  if (environment.CHROMIUM) return null;
  if (!existsSync(path) && environment.CI !== 'true') return null;
  const missing = await ensureDebianPackage('chromium-headless-shell', path);
  if (missing) console.error(`Tests of screens will take longer: ${missing}`);
  return missing ? null : path;
}

/** Tests of videos are skipped without it, so it is installed for nobody but a machine that tests for others. */
export async function ensureFfmpeg(environment = process.env): Promise<string | null> {
  const proof = '/usr/bin/ffmpeg';
  if (existsSync(proof) || environment.CI === 'true') return ensureDebianPackage('ffmpeg', proof);
  return 'install the Debian package ffmpeg (apt-get install ffmpeg) to have them run';
}
