import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { answer, type CommandContext, CommandError, type ExitCode, exitCodes } from './context.ts';
import type { VectorVerdict } from './vector-verdict.ts';
import { type AttachedFile, type VerifiedFile, verifyAttachedFile } from './verify-attached-file.ts';
import { verifyEvidenceFile, why } from './verify-evidence-file.ts';
import { judgeVectorsAttachments, VectorsAttachments } from './verify-vectors-attachments.ts';
import { judgeVectorsF0, VectorsF0 } from './verify-vectors-f0.ts';
import { judgeVectorsF1, VectorsF1 } from './verify-vectors-f1.ts';

/** `wellhouse verify`: needs no server, no database and no network. */
export async function verify(
  context: CommandContext,
  file: string,
  { json, files }: { json: boolean; files: readonly AttachedFile[] },
): Promise<ExitCode> {
  const content = await read(file);
  try {
    if (isVectors(content)) return await verifyVectors(context, content, { json, files });
    return await verifyEvidence(context, content, { json, files });
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const first = error.issues[0];
    const what = isVectors(content) ? 'vectors' : 'evidence';
    throw badInput(`read the ${what}: ${first?.path.join('.') || 'the file'}: ${first?.message}`);
  }
}

async function verifyEvidence(
  context: CommandContext,
  content: unknown,
  { json, files: attached }: { json: boolean; files: readonly AttachedFile[] },
): Promise<ExitCode> {
  const items = verifyEvidenceFile(content);
  const files: VerifiedFile[] = [];
  for (const file of attached) files.push(await verifyAttachedFile(file, items));
  // One word for all that was handed over: a file that is another one spoils it, one that is only named (`verified: false`) does not.
  const proven = items.every(({ level }) => level === 'VERIFIED') && files.every(({ matches }) => matches);
  const lines = items.map(({ item, level, code, why: reason }) => {
    return level === 'VERIFIED'
      ? `item ${item}: VERIFIED: ${reason}`
      : `item ${item}: not verified (${code}): ${reason}`;
  });
  for (const file of files)
    lines.push(`item ${file.item}, part ${file.part}, ${file.kind}: ${verdictOn(file)}: ${file.why}`);
  const judged = items.map(({ attachments: _, ...item }) => item);
  answer(context, json, { level: proven ? 'VERIFIED' : 'ASSERTED', items: judged, files }, lines);
  return proven ? exitCodes.ok : exitCodes.failed;
}

/** One word for a person, and no more than the comparison gives: a digest that is the same opens nothing. */
function verdictOn({ compared, matches, verified, code }: VerifiedFile): string {
  if (compared === 'opened-file' || compared === null) return verified ? 'VERIFIED' : `not verified (${code})`;
  return matches ? 'MATCH of digests alone, not verified' : `MISMATCH of digests (${code})`;
}

/** Test vectors of docs/spec/vectors, for whoever writes an implementation: what this one makes of each, and why. */
async function verifyVectors(
  context: CommandContext,
  content: VectorsFile,
  { json, files }: { json: boolean; files: readonly AttachedFile[] },
): Promise<ExitCode> {
  if (files.length > 0) throw badInput('read the vectors: --attachment and --excerpt go with evidence');
  const verdicts = await judge(content);
  if (verdicts.length === 0) throw badInput('read the vectors: the file holds none');
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
  answer(context, json, { specification: content.specification, asExpected: wrong === 0, vectors }, lines);
  return wrong === 0 ? exitCodes.ok : exitCodes.failed;
}

async function judge(content: VectorsFile): Promise<VectorVerdict[]> {
  switch (content.specification) {
    case 'docs/spec/franking.md':
      return judgeVectorsF1(VectorsF1.parse(content));
    case 'docs/spec/franking-f0.md':
      return judgeVectorsF0(VectorsF0.parse(content));
    case 'docs/spec/attachments.md':
      return judgeVectorsAttachments(VectorsAttachments.parse(content));
    default:
      throw badInput(`read the vectors: there are none for the specification "${content.specification}"`);
  }
}

type VectorsFile = z.infer<typeof VectorsFile>;
const VectorsFile = z.looseObject({ specification: z.string(), negative: z.array(z.unknown()) });

function isVectors(content: unknown): content is VectorsFile {
  return VectorsFile.safeParse(content).success;
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
