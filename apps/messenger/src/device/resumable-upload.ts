/** Why a try ended before all bytes were there. */
export class UploadError extends Error {
  /** interrupted: try again. refused: these bytes will not be taken; `code` says why. */
  readonly kind: 'interrupted' | 'refused';
  readonly code: string;

  constructor(kind: UploadError['kind'], code: string, cause?: unknown) {
    super(`${kind}: ${code}`, { cause });
    this.name = 'UploadError';
    this.kind = kind;
    this.code = code;
  }
}

export interface UploadTry {
  /** Where the bytes go, with the token that opens it. */
  url: string;
  token: string;
  bytes: Blob;
  fetch: typeof fetch;
  signal: AbortSignal;
  /** Bytes that are there, durably. */
  onProgress: (sent: number) => void;
}

/** Said again later, each of these may be answered otherwise. */
const passing = new Set([408, 409, 423, 425, 429]);
const smallest = 256 * 1024;
const largest = 4 * 1024 * 1024;

/**
 * Sends what is missing of an upload, piece by piece, from where the server says it stands (IETF resumable uploads for HTTP).
 * An upload that takes no more bytes because they are all there counts as done.
 *
 * @throws {UploadError}
 */
export async function sendMissing(upload: UploadTry): Promise<void> {
  const { bytes, onProgress } = upload;
  const piece = Math.min(Math.max(Math.ceil(bytes.size / 16), smallest), largest);
  let at = await offsetOf(upload);
  while (at !== 'complete') {
    onProgress(at);
    const end = Math.min(at + piece, bytes.size);
    at = await append(upload, at, end);
  }
  onProgress(bytes.size);
}

async function offsetOf(upload: UploadTry): Promise<number | 'complete'> {
  const response = await call(upload, { method: 'HEAD' });
  // It takes no more bytes; an answer to HEAD has no body that could say so.
  if (response.status === 409) return 'complete';
  if (!response.ok) throw await errorOf(response);
  if (response.headers.get('upload-complete') === '?1') return 'complete';
  return readOffset(response) ?? 0;
}

async function append(upload: UploadTry, from: number, to: number): Promise<number | 'complete'> {
  const isLast = to === upload.bytes.size;
  const response = await call(upload, {
    method: 'PATCH',
    headers: {
      'content-type': 'application/partial-upload',
      'upload-offset': String(from),
      'upload-complete': isLast ? '?1' : '?0',
    },
    body: upload.bytes.slice(from, to),
  });
  if (response.ok) return isLast ? 'complete' : (readOffset(response) ?? to);
  const error = await errorOf(response);
  if (error.code === 'upload-closed') return 'complete';
  throw error;
}

async function call(upload: UploadTry, init: { method: string; headers?: Record<string, string>; body?: Blob }) {
  const headers = { ...init.headers, authorization: `Bearer ${upload.token}` };
  try {
    return await upload.fetch(upload.url, { ...init, headers, signal: upload.signal });
  } catch (error) {
    throw new UploadError('interrupted', upload.signal.aborted ? 'aborted' : 'unreachable', error);
  }
}

async function errorOf(response: Response): Promise<UploadError> {
  const problem: unknown = await response.json().catch(() => null);
  const named = typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : null;
  const code = named ?? `status-${response.status}`;
  if (code === 'upload-closed') return new UploadError('refused', code);
  return new UploadError(response.status >= 500 || passing.has(response.status) ? 'interrupted' : 'refused', code);
}

function readOffset(response: Response): number | null {
  const text = response.headers.get('upload-offset') ?? '';
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}
