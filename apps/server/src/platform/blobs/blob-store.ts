/**
 * Immutable bytes under a key. Keys are one or more segments of `[A-Za-z0-9._-]` joined by `/`
 * (e.g. `attachments/<reportId>/<sha256>`); anything else is refused with BlobError `blob-key-invalid`.
 */
export interface BlobStore {
  /** Returns once the bytes are durable. Putting a key again replaces its bytes in one step. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is no such blob. */
  get(key: string): Promise<Buffer | null>;
  has(key: string): Promise<boolean>;
  /** Deleting what is not there succeeds. */
  delete(key: string): Promise<void>;
  /** Keys that begin with `prefix` and have no further slash, in no order; also what a writer that died left unfinished. */
  list(prefix: string): Promise<string[]>;
}

export class BlobError extends Error {
  override readonly name = 'BlobError';
  readonly code: 'blob-key-invalid';
  constructor(code: 'blob-key-invalid', message: string) {
    super(message);
    this.code = code;
  }
}

const segment = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}$/;

/** @throws BlobError on a key that could leave the store's folder. */
export function checkBlobKey(key: string): string[] {
  const segments = key.split('/');
  if (segments.length > 8 || segments.some((part) => !segment.test(part))) {
    throw new BlobError('blob-key-invalid', `use a blob key of letters, digits, dots, dashes and slashes`);
  }
  return segments;
}
