import { badRequest, HmaError } from './hma-error.ts';
import type { HmaLimits } from './limits.ts';
import { type ContentType, readContentType } from './signal-types.ts';
import { type Media, takeMedia, tooLarge } from './take-media.ts';

export interface MediaAddress {
  readonly url: string;
  /** `photo` or `video`; undefined: as the answer's media type says. */
  readonly contentType: string | undefined;
}

/**
 * Reads what an address holds. Only origins that the operator listed are asked, whatever network they are in, and no
 * other: redirects are not followed, no credentials are sent, time and bytes are bounded.
 * @throws HmaError 400, 413
 */
export async function fetchMedia(
  { url, contentType }: MediaAddress,
  { origins, limits, signal }: { origins: readonly string[]; limits: HmaLimits; signal: AbortSignal },
): Promise<Media> {
  const address = allowedAddress(url, origins);
  const known = contentType === undefined || contentType === '' ? null : readContentType(contentType);
  const timeout = AbortSignal.timeout(limits.fetchSeconds * 1_000);
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { 'user-agent': 'wellhouse', accept: 'image/*, video/*', 'accept-encoding': 'identity' },
      signal: AbortSignal.any([signal, timeout]),
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      const why = response.status < 400 && response.status >= 300 ? '; redirects are not followed' : '';
      throw unreadable(`it answered ${response.status}${why}`);
    }
    try {
      const content = known ?? contentOf(response.headers.get('content-type') ?? '');
      const announced = Number(response.headers.get('content-length') ?? '0');
      if (announced > (content === 'photo' ? limits.photoBytes : limits.videoBytes)) throw tooLarge();
      return await takeMedia(content, response.body, limits);
    } catch (error) {
      if (!response.body.locked) await response.body.cancel();
      throw error;
    }
  } catch (error) {
    if (error instanceof HmaError) throw error;
    if (timeout.aborted) throw unreadable(`no answer in ${limits.fetchSeconds} seconds`);
    throw unreadable(signal.aborted ? 'the caller hung up' : 'no connection');
  }
}

function allowedAddress(text: string, origins: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === null || !isWeb || url.username !== '' || url.password !== '' || !origins.includes(url.origin)) {
    throw new HmaError(
      400,
      'url-not-allowed',
      'Invalid or unsafe URL provided: only origins that the operator lists in WELLHOUSE_HMA_ORIGINS are fetched; or send the file itself.',
    );
  }
  return url;
}

function contentOf(mediaType: string): ContentType {
  if (/^image/i.test(mediaType)) return 'photo';
  if (/^video/i.test(mediaType)) return 'video';
  throw badRequest(
    `unsupported url ContentType: '${mediaType.slice(0, 80)}', if you know the expected type, provide it with the content_type query param`,
  );
}

function unreadable(why: string): HmaError {
  return new HmaError(400, 'url-unreadable', `Failed to fetch URL: ${why}`);
}
