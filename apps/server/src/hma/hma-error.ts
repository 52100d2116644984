import type { ProblemCode } from '@wellhouse/protocol';

/** Codes of the API and those that only these routes send (docs/hma.md). */
export type HmaCode =
  | ProblemCode
  /** The origin of an address is not in WELLHOUSE_HMA_ORIGINS. */
  | 'url-not-allowed'
  | 'url-unreadable'
  | 'picture-unreadable'
  /** Refused because changes to lists take two people; the message says where they make it. */
  | 'two-people-needed'
  /** Signals of lists that are used under an agreement do not leave the server. */
  | 'signals-not-given'
  /** A look-up named a region that is switched off or that no active list covers. */
  | 'region-not-checked'
  | 'not-offered';

/** A refusal with the status that Hasher-Matcher-Actioner answers; sent as `{message, code}`. */
export class HmaError extends Error {
  override readonly name = 'HmaError';
  readonly status: number;
  readonly code: HmaCode;

  constructor(status: number, code: HmaCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A request that does not have the form it should have. */
export function badRequest(message: string): HmaError {
  return new HmaError(400, 'invalid-request', message);
}
