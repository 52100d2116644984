import type { IncomingHttpHeaders } from 'node:http';
import { ProblemError } from '../platform/http/problem-error.ts';

export interface AppendHeaders {
  readonly offset: number;
  /** Whether the client says that these are the last bytes. */
  readonly complete: boolean;
  /** Bytes that the client means to upload in all, if it says so. */
  readonly length: number | null;
  /** Bytes of this request, if it says so. */
  readonly contentLength: number | null;
}

/**
 * Reads the fields of an append (draft-ietf-httpbis-resumable-upload-12 §4.4). A field of another form counts as missing.
 * @throws ProblemError `invalid-request` without Upload-Offset or Upload-Complete
 */
export function readAppendHeaders(headers: IncomingHttpHeaders): AppendHeaders {
  const offset = integer(headers['upload-offset']);
  const complete = boolean(headers['upload-complete']);
  if (offset === null) throw missing('Upload-Offset, a whole number');
  if (complete === null) throw missing('Upload-Complete, ?0 or ?1');
  return {
    offset,
    complete,
    length: integer(headers['upload-length']),
    contentLength: integer(headers['content-length']),
  };
}

/** Structured Fields write booleans so (RFC 9651 §3.3.6). */
export function structuredBoolean(value: boolean): string {
  return value ? '?1' : '?0';
}

/** At most 15 digits (RFC 9651 §3.3.1); parameters mean nothing here. */
function integer(field: string | string[] | undefined): number | null {
  const match = typeof field === 'string' ? /^ *(\d{1,15}) *(;.*)?$/.exec(field) : null;
  return match?.[1] === undefined ? null : Number(match[1]);
}

function boolean(field: string | string[] | undefined): boolean | null {
  const match = typeof field === 'string' ? /^ *\?([01]) *(;.*)?$/.exec(field) : null;
  return match?.[1] === undefined ? null : match[1] === '1';
}

function missing(what: string): ProblemError {
  return new ProblemError('invalid-request', `Send the header ${what}.`);
}
