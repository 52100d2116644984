import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { answer, type CommandContext, CommandError, type ExitCode, exitCodes } from './context.ts';
import type { VectorVerdict } from './vector-verdict.ts';
import { verifyEvidenceFile, why } from './verify-evidence-file.ts';
import { judgeVectorsF1, VectorsF1 } from './verify-vectors-f1.ts';

/** `wellhouse verify`: needs no server, no database and no network. */
export async function verify(context: CommandContext, file: string, json: boolean): Promise<ExitCode> {
  const content = await read(file);
  try {
    return isVectors(content) ? verifyVectors(context, content, json) : verifyEvidence(context, content, json);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const first = error.issues[0];
    throw badInput(`read the evidence: ${first?.path.join('.') || 'the file'}: ${first?.message}`);
  }
}

function verifyEvidence(context: CommandContext, content: unknown, json: boolean): ExitCode {
  const items = verifyEvidenceFile(content);
  const proven = items.every((item) => item.level === 'VERIFIED');
  const lines = items.map(({ item, level, code, why: reason }) => {
    return level === 'VERIFIED'
      ? `item ${item}: VERIFIED: ${reason}`
      : `item ${item}: not verified (${code}): ${reason}`;
  });
  answer(context, json, { level: proven ? 'VERIFIED' : 'ASSERTED', items }, lines);
  return proven ? exitCodes.ok : exitCodes.failed;
}

/** Test vectors of docs/spec/vectors, for whoever writes an implementation: what this one makes of each, and why. */
function verifyVectors(context: CommandContext, content: { profile: string }, json: boolean): ExitCode {
  const verdicts = judge(content);
  const vectors = verdicts.map((verdict) => ({
    ...verdict,
    asExpected: verdict.found === verdict.expected,
    why: verdict.found === null ? null : why(verdict.found, verdict.detail),
  }));
  const wrong = vectors.filter(({ asExpected }) => !asExpected).length;
  const lines = vectors.map(({ name, operation, expected, found, asExpected, why: reason }) => {
    const verdict =
      reason === null ? `${operation} accepts ${name}` : `${operation} refuses ${name} (${found}): ${reason}`;
    return asExpected ? `ok     ${verdict}` : `WRONG  ${verdict}; expected ${expected ?? 'to be accepted'}`;
  });
  lines.push(`${vectors.length - wrong} of ${vectors.length} vectors as expected`);
  answer(context, json, { profile: content.profile, asExpected: wrong === 0, vectors }, lines);
  return wrong === 0 ? exitCodes.ok : exitCodes.failed;
}

function judge(content: { profile: string }): VectorVerdict[] {
  switch (content.profile) {
    case 'wh-frank-1':
      return judgeVectorsF1(VectorsF1.parse(content));
    default:
      throw badInput(`read the vectors: there is no profile "${content.profile}"`);
  }
}

function isVectors(content: unknown): content is { profile: string } {
  return z.object({ profile: z.string(), negative: z.array(z.unknown()) }).safeParse(content).success;
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
