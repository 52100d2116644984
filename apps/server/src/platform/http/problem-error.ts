import { type Problem, type ProblemCode, problemBase, problems } from '@wellhouse/protocol';

export interface ProblemExtras {
  /** JSON pointers into the request and what is wrong there. */
  readonly fields?: readonly { field: string; problem: string }[];
  /** Seconds until trying again makes sense; sent as `Retry-After` too. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/**
 * What an operation throws to refuse. Becomes `application/problem+json` with the status of its code.
 * `detail` is read by a person and must hold no secret and no message text.
 * @example
 * throw new ProblemError('already-claimed', 'Kim holds this case until 14:10.');
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly detail: string;
  readonly fields: readonly { field: string; problem: string }[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, detail?: string, extras: ProblemExtras = {}) {
    const text = detail ?? `${problems[code].title}.`;
    super(`${code}: ${text}`, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.code = code;
    this.detail = text;
    this.fields = extras.fields;
    this.retryAfter = extras.retryAfter;
  }

  get statusCode(): number {
    return problems[this.code].status;
  }
}

export function problemOf(error: ProblemError, requestId: string): Problem {
  const { status, title } = problems[error.code];
  return {
    type: problemBase + error.code,
    title,
    status,
    code: error.code,
    detail: error.detail,
    ...(error.fields === undefined ? {} : { fields: [...error.fields] }),
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    requestId,
  };
}
