import { type HubVerifyKey, toBase64Url } from '@wellhouse/franking';
import type { RetiredHubKey } from './retire-hub-keys.ts';

/** The part of `fetch` that is used here. */
export type PublishFetch = (
  url: string,
  init: { method: 'PUT'; headers: Record<string, string>; body: string; signal: AbortSignal },
) => Promise<{ ok: boolean; status: number; text(): Promise<string> }>;

export interface PublishHubKeysInput {
  /** e.g. `http://127.0.0.1:8600` */
  serverUrl: string;
  hubId: string;
  apiSecret: string;
  /** From {@link Hub.verifyKeys}, at most 64. */
  keys: readonly HubVerifyKey[];
  /** From `publishedHubKeys`; the 64 newest are told. */
  retired?: readonly RetiredHubKey[];
  fetch?: PublishFetch;
  /** 10 seconds if left out. */
  timeoutMs?: number;
}

/** The safety server did not take the keys. `unreachable` may be tried again; `refused` needs someone to look. */
export class PublishHubKeysError extends Error {
  override readonly name = 'PublishHubKeysError';
  readonly code: 'unreachable' | 'refused';
  /** Null when no answer came. */
  readonly status: number | null;

  constructor(code: PublishHubKeysError['code'], status: number | null, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.status = status;
  }
}

/**
 * Gives the safety server the verifying keys (`PUT /v1/hubs/:hubId/keys`), and says which ones are retired. Repeating it is
 * harmless: a key once known is never changed by it, except that it can be retired, once and for all. @throws {PublishHubKeysError}
 */
export async function publishHubKeys(input: PublishHubKeysInput): Promise<void> {
  const { serverUrl, hubId, apiSecret, keys, retired = [], timeoutMs = 10_000 } = input;
  const send: PublishFetch = input.fetch ?? ((url, init) => fetch(url, init));
  const url = new URL(`/v1/hubs/${encodeURIComponent(hubId)}/keys`, serverUrl).href;
  const body = JSON.stringify({
    keys: keys.map((key) => ({ ...publicFields(key), macKey: toBase64Url(key.macKey) })),
    retired: retired.slice(-64).map((key) => ({
      ...publicFields(key),
      privateKey: key.privateKey && toBase64Url(key.privateKey),
      retiredAt: new Date(key.retiredAt).toISOString(),
    })),
  });
  const headers = { authorization: `Bearer ${apiSecret}`, 'content-type': 'application/json' };
  const answer = await send(url, { method: 'PUT', headers, body, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause: unknown) => {
      throw new PublishHubKeysError('unreachable', null, `cannot reach ${url}`, cause);
    },
  );
  if (answer.ok) return;
  const detail = (await answer.text().catch(() => '')).slice(0, 500);
  const code = answer.status >= 500 || answer.status === 429 ? 'unreachable' : 'refused';
  throw new PublishHubKeysError(code, answer.status, `cannot publish keys: ${answer.status} ${detail}`);
}

function publicFields({ keyId, publicKey, notBefore, notAfter }: Omit<HubVerifyKey, 'macKey'>) {
  return {
    keyId,
    publicKey: publicKey && toBase64Url(publicKey),
    notBefore: new Date(notBefore).toISOString(),
    notAfter: new Date(notAfter).toISOString(),
  };
}
