import { Problem, type ProblemCode, problems } from '@wellhouse/protocol';

/** `offline`: no answer came; `unexpected-answer`: one came that the protocol does not know. */
export type ErrorCode = ProblemCode | 'offline' | 'unexpected-answer';

export interface ApiErrorInput {
  code: ErrorCode;
  /** Status of the answer; 0 where none came. */
  status: number;
  detail: string;
  fields?: readonly { field: string; problem: string }[];
  /** Seconds. */
  retryAfter?: number | null;
  requestId?: string | null;
}

/** Whatever keeps an operation from succeeding. `code` is stable; words for it stand in the catalogues as `problem.CODE`. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly fields: readonly { field: string; problem: string }[];
  readonly retryAfter: number | null;
  readonly requestId: string | null;

  constructor(input: ApiErrorInput) {
    super(input.detail);
    this.name = 'ApiError';
    this.code = input.code;
    this.status = input.status;
    this.fields = input.fields ?? [];
    this.retryAfter = input.retryAfter ?? null;
    this.requestId = input.requestId ?? null;
  }

  /** The server cannot be reached or asks to come back later: worth trying again without anybody doing anything. */
  get passing(): boolean {
    return this.code === 'offline' || this.status === 503 || this.status === 502 || this.status === 504;
  }
}

function isKnownCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code);
}

/** Reads a problem (RFC 9457) out of an answer that is not a success; anything else becomes `unavailable` or `internal`. */
export async function errorFrom(answer: Response): Promise<ApiError> {
  const parsed = Problem.safeParse(await answer.json().catch(() => null));
  const retryHeader = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(retryHeader) ? retryHeader : null;
  if (!parsed.success) {
    const code = answer.status >= 502 && answer.status <= 504 ? 'unavailable' : 'unexpected-answer';
    return new ApiError({ code, status: answer.status, detail: `HTTP ${answer.status}`, retryAfter });
  }
  const problem = parsed.data;
  return new ApiError({
    code: isKnownCode(problem.code) ? problem.code : 'unexpected-answer',
    status: answer.status,
    detail: problem.detail,
    fields: problem.fields ?? [],
    retryAfter: problem.retryAfter ?? retryAfter,
    requestId: problem.requestId ?? null,
  });
}
