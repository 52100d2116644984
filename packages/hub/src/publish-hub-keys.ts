import { type HubVerifyKey, toBase64Url } from '@wellhouse/franking';

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
 * Gives the safety server the verifying keys (`PUT /v1/hubs/:hubId/keys`). Adds only: repeating it is harmless, and a key once
 * known is never changed by it. @throws {PublishHubKeysError}
 */
export async function publishHubKeys(input: PublishHubKeysInput): Promise<void> {
  const { serverUrl, hubId, apiSecret, keys, timeoutMs = 10_000 } = input;
  const send: PublishFetch = input.fetch ?? ((url, init) => fetch(url, init));
  const url = new URL(`/v1/hubs/${encodeURIComponent(hubId)}/keys`, serverUrl).href;
  const body = JSON.stringify({
    keys: keys.map((key) => ({
      keyId: key.keyId,
      macKey: toBase64Url(key.macKey),
      publicKey: toBase64Url(key.publicKey),
      notBefore: new Date(key.notBefore).toISOString(),
      notAfter: new Date(key.notAfter).toISOString(),
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
