import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  createMasterKey,
  createMasterKeyring,
  keyringFromJson,
  keyringToJson,
  type MasterKeyring,
} from '@wellhouse/sealing';
import { z } from 'zod';
import type { Clock, Random } from '../deps.ts';

/** What the file holds: whoever reads it and the database can read every report. Back it up apart from the database. */
export interface MasterKeys {
  readonly ring: MasterKeyring;
  /** 32 bytes for the HMAC in receipt tokens. */
  readonly receiptKey: Buffer;
}

export type MasterKeyErrorCode = 'master-key-missing' | 'master-key-unreadable' | 'master-key-exposed';

export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
  readonly code: MasterKeyErrorCode;
  constructor(code: MasterKeyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const File = z.strictObject({
  v: z.literal(1),
  master: z.unknown(),
  receiptKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

/** Null when there is no file. @throws MasterKeyError */
export async function readMasterKeys(path: string): Promise<MasterKeys | null> {
  let text: string;
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
      throw new MasterKeyError('master-key-exposed', `read ${path}: other users may read it; run chmod 600 on it`);
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { master, receiptKey } = File.parse(JSON.parse(text));
    return { ring: keyringFromJson(master), receiptKey: Buffer.from(receiptKey, 'base64url') };
  } catch (cause) {
    throw new MasterKeyError('master-key-unreadable', `read ${path}: it is damaged; restore it from its backup`, {
      cause,
    });
  }
}

/** Creates the file, or reads the one that another process created in the same moment. */
export async function createMasterKeys(path: string, clock: Clock, random: Random): Promise<MasterKeys> {
  const first = createMasterKey({ keyId: newKeyId('master', clock, random), createdAt: clock().getTime(), random });
  const keys = { ring: createMasterKeyring(first), receiptKey: random(32) };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const aside = await writeAside(path, keys, random);
  try {
    await link(aside, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return (await readMasterKeys(path)) ?? keys;
  } finally {
    await rm(aside, { force: true });
    await syncDirectory(dirname(path));
  }
  return keys;
}

export async function replaceMasterKeys(path: string, keys: MasterKeys, random: Random): Promise<void> {
  await rename(await writeAside(path, keys, random), path);
  await syncDirectory(dirname(path));
}

/** e.g. `sealing-20270131-9f3a61c2`. */
export function newKeyId(kind: string, clock: Clock, random: Random): string {
  return `${kind}-${clock().toISOString().slice(0, 10).replaceAll('-', '')}-${random(4).toString('hex')}`;
}

async function writeAside(path: string, keys: MasterKeys, random: Random): Promise<string> {
  const aside = `${path}.${random(6).toString('hex')}.tmp`;
  const file = await open(aside, 'wx', 0o600);
  try {
    const content = { v: 1, master: keyringToJson(keys.ring), receiptKey: keys.receiptKey.toString('base64url') };
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return aside;
}

async function syncDirectory(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
