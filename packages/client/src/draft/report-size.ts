import { discloseMessage, evidenceToJson } from '@wellhouse/franking';
import { reportLimits } from '@wellhouse/protocol';
import { paddedLength } from '@wellhouse/sealing';
import type { DraftEntry } from './draft-state.ts';

/** What sealing adds beside the padding: header, encapsulation, commitment, tag (docs/spec/sealing.md). */
const sealingBytes = 2 * 1024;
/** The length that is sealed in front of the payload. */
const lengthBytes = 4;
/** Names and punctuation of the payload, with the ids and names of one subject, at their longest. */
const fixedBytes = 4 * 1024;
/** One announced file as it stands in the payload. */
const announcementBytes = 256;
/** A character of the statement, at its longest as JSON (a control character: `\u0001`). */
const characterBytes = 6;

/** Whether a payload of so many bytes can be sealed into what the server takes. */
export function canBeSealed(payloadBytes: number): boolean {
  return paddedLength(lengthBytes + payloadBytes) <= reportLimits.sealedBytes - sealingBytes;
}

/** Whether messages that take so many bytes as evidence leave room for every statement and every file. */
export function fitsWithAnswers(evidenceBytes: number): boolean {
  const { statementCharacters, attachments } = reportLimits;
  const answers = fixedBytes + statementCharacters * characterBytes + attachments * announcementBytes;
  return canBeSealed(evidenceBytes + answers);
}

/**
 * One message as it stands in the report.
 * @param files parts whose file goes along, and with it the key that opens it; no other key does
 */
export function evidenceOf(entry: DraftEntry, files: readonly number[]): unknown {
  const reveal = entry.parts.filter((part) => part.included).map((part) => part.index);
  const { content, stamp } = entry.message;
  return { ...evidenceToJson(discloseMessage({ content, stamp, reveal, keys: files })), role: entry.role };
}

/** Bytes of that in the payload, its place in the list included. */
export function evidenceBytes(entry: DraftEntry): number {
  return new TextEncoder().encode(layOut({ evidence: [evidenceOf(entry, everyFile(entry))] })).length;
}

function everyFile({ parts }: DraftEntry): number[] {
  return parts.filter(({ content }) => content.type === 'attachment').map(({ index }) => index);
}

/** As a person reads it: the dialog shows these bytes as they are. */
export function layOut(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
