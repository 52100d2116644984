import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import {
  evidenceFromJson,
  FrankingError,
  type HubVerifyKey,
  type VerifiedEvidence,
  verifyEvidence,
} from '@wellhouse/franking';
import { FrankedItem, HubVerifyKey as HubVerifyKeyJson } from '@wellhouse/protocol';
import { z } from 'zod';
import { answer, type CommandContext, CommandError, type ExitCode, exitCodes } from './context.ts';

const EvidenceFile = z.strictObject({
  evidence: z
    .array(FrankedItem.partial({ role: true }))
    .min(1)
    .max(10_000),
  keys: z
    .array(HubVerifyKeyJson.extend({ retired: z.boolean().optional() }))
    .min(1)
    .max(1_000),
  hubId: z.string().optional(),
});

export interface VerifiedItem {
  readonly item: number;
  readonly level: 'VERIFIED' | 'ASSERTED';
  readonly code: string | null;
  /** For a person: what is proven, or why nothing is. */
  readonly why: string;
}

/** `wellhouse verify`: needs no server, no database and no network. */
export async function verify(context: CommandContext, file: string, json: boolean): Promise<ExitCode> {
  const items = verifyFile(await read(file));
  const proven = items.every((item) => item.level === 'VERIFIED');
  const lines = items.map(({ item, level, code, why }) => {
    return level === 'VERIFIED' ? `item ${item}: VERIFIED: ${why}` : `item ${item}: not verified (${code}): ${why}`;
  });
  answer(context, json, { level: proven ? 'VERIFIED' : 'ASSERTED', items }, lines);
  return proven ? exitCodes.ok : exitCodes.failed;
}

export function verifyFile(content: unknown): VerifiedItem[] {
  const parsed = EvidenceFile.safeParse(content);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    throw badInput(`read the evidence: ${first?.path.join('.') || 'the file'}: ${first?.message}`);
  }
  const { evidence, hubId } = parsed.data;
  const keys: HubVerifyKey[] = parsed.data.keys.map((key) => ({
    keyId: key.keyId,
    macKey: Buffer.from(key.macKey, 'base64url'),
    publicKey: key.publicKey === null ? null : Buffer.from(key.publicKey, 'base64url'),
    notBefore: Date.parse(key.notBefore),
    notAfter: Date.parse(key.notAfter),
    retired: key.retired ?? false,
  }));
  const options = hubId === undefined ? { keys } : { keys, hubId };
  return evidence.map((item, index) => {
    try {
      return describe(index, verifyEvidence(evidenceFromJson(item), options));
    } catch (error) {
      if (!(error instanceof FrankingError)) throw error;
      return { item: index, level: 'ASSERTED', code: error.code, why: error.message };
    }
  });
}

/** What the codes of docs/spec/franking.md mean for someone who has to act on them. */
const reasons: Readonly<Record<string, string>> = {
  'evidence-malformed': 'the evidence is incomplete or contradicts itself',
  'stamp-malformed': 'the stamp cannot be read',
  'hub-mismatch': 'another delivery service made the stamp than the one expected',
  'key-unknown': 'none of the keys in the file made this stamp',
  'key-retired': 'the time for reports about messages under this key is over; since then anyone can sign with it',
  'key-outside-period': 'the key was not valid at the time that the stamp names',
  'mac-mismatch': 'these words are not the ones that the delivery service stamped; something was changed or made up',
  'signature-missing': 'the stamp carries no signature',
  'signature-unexpected': 'the stamp carries a signature, but stamps under this key have none',
  'signature-invalid': 'the signature of the stamp is false',
  'sender-mismatch': 'the message names another sender than the delivery service saw',
  'group-mismatch': 'the message names another group than the delivery service saw',
};

function describe(item: number, result: VerifiedEvidence): VerifiedItem {
  if (!result.ok) {
    const reason = reasons[result.code];
    const why = reason === undefined ? result.detail : `${reason} (${result.detail})`;
    return { item, level: 'ASSERTED', code: result.code, why };
  }
  const { sender, hubId, sequence, acceptedAt, groupId } = result.stamp.context;
  const group = Buffer.from(groupId).toString('base64url');
  const hidden = result.hidden.length === 0 ? '' : `; ${result.hidden.length} part(s) kept back by the reporter`;
  const texts = result.parts.flatMap(({ part }) =>
    part.type === 'text' ? [JSON.stringify(part.text)] : [`[${part.type}]`],
  );
  const why = `${hubId} accepted this from ${sender} for group ${group} as message ${sequence} at ${new Date(acceptedAt).toISOString()}: ${texts.join(' ')}${hidden}`;
  return { item, level: 'VERIFIED', code: null, why };
}

async function read(file: string): Promise<unknown> {
  let content: string;
  try {
    content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw badInput(`read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return JSON.parse(content);
  } catch {
    throw badInput(`read ${file}: it is not JSON`);
  }
}

function badInput(message: string): CommandError {
  return new CommandError('evidence-file-invalid', exitCodes.badInput, message);
}
