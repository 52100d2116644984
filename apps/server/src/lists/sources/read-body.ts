import { SourceError } from '../source-error.ts';

/** The answer's body as UTF-8. @throws SourceError when it is larger than `limit` bytes or not UTF-8 */
export async function readBody(response: Response, limit: number): Promise<string> {
  const announced = Number(response.headers.get('content-length') ?? '0');
  if (announced > limit || response.body === null) {
    await response.body?.cancel();
    if (response.body === null) return '';
    throw tooLarge(limit);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the rest.
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new SourceError('source-answer-invalid', 'the answer is not UTF-8');
  }
}

function tooLarge(limit: number): SourceError {
  return new SourceError('source-too-large', `the answer is larger than ${limit} bytes`);
}
