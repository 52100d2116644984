import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../deps.ts';

/** argon2id, 19 MiB, 2 passes, 1 lane: OWASP Password Storage Cheat Sheet; about 50 ms of one core. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const derive = promisify(argon2);

/** PHC string `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. The same characters in another Unicode form are the same password. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random(16);
  const hash = await derive('argon2id', { ...cost, message: password.normalize('NFC'), nonce: salt });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(salt)}$${encode(hash)}`;
}

/**
 * False also for null, a damaged string or another algorithm, after the same work as for a wrong password: how long a
 * refusal takes does not tell whether the account exists.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = phc.exec(stored ?? '')?.groups ?? phc.exec(nobody)?.groups;
  const { memory = '', passes = '', parallelism = '', salt = '', hash = '' } = parts ?? {};
  const expected = Buffer.from(hash, 'base64');
  const actual = await derive('argon2id', {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
    message: password.normalize('NFC'),
    nonce: Buffer.from(salt, 'base64'),
  });
  return timingSafeEqual(actual, expected) && stored !== null && phc.test(stored);
}

const phc =
  /^\$argon2id\$v=19\$m=(?<memory>\d{4,6}),t=(?<passes>\d{1,2}),p=(?<parallelism>\d)\$(?<salt>[A-Za-z0-9+/]{22})\$(?<hash>[A-Za-z0-9+/]{43})$/;

/** Nobody's hash: of the same cost as a real one, matched by no known password and refused even if it were. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
