import { type AddAlbumPicture, AlbumNotice, AlbumPicture, AlbumPictureAdded, Problem } from '@wellhouse/protocol';
import type { z } from 'zod';
import { DeliveryProblem } from './problems.ts';

/** The safety server said no. */
export class SafetyRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.name = 'SafetyRefusal';
    this.status = status;
    this.code = code;
  }
}

export interface SafetyClient {
  addPicture(body: AddAlbumPicture): Promise<AlbumPictureAdded>;
  picture(pictureId: string): Promise<AlbumPicture>;
  /** The bytes as they come; only of a released picture. */
  pictureBytes(pictureId: string): Promise<ReadableStream<Uint8Array>>;
  withdrawPicture(pictureId: string): Promise<void>;
  notice(region: string): Promise<AlbumNotice>;
}

const answerMs = 10_000;
/** A whole picture may take longer. */
const bytesMs = 120_000;

/**
 * The safety server's operations on albums, as a delivery service calls them: with the hub's secret, each answer checked.
 *
 * @throws {SafetyRefusal} from every method, and {@link DeliveryProblem} `safety-unreachable`
 */
export function createSafetyClient(options: { safetyUrl: string; hubId: string; apiSecret: string }): SafetyClient {
  const pictures = `/v1/hubs/${encodeURIComponent(options.hubId)}/album-pictures`;

  async function call(path: string, method: string, json?: unknown, ms = answerMs): Promise<Response> {
    const headers = new Headers({ authorization: `Bearer ${options.apiSecret}` });
    if (json !== undefined) headers.set('content-type', 'application/json');
    const body = json === undefined ? null : JSON.stringify(json);
    let response: Response;
    try {
      const signal = AbortSignal.timeout(ms);
      response = await fetch(new URL(path, options.safetyUrl), { method, headers, body, signal });
    } catch (error) {
      throw unreachable(error);
    }
    if (response.ok) return response;
    const problem = Problem.safeParse(await response.json().catch(() => null));
    if (response.status >= 500 || !problem.success) throw unreachable(`status ${response.status}`);
    throw new SafetyRefusal(response.status, problem.data.code, problem.data.detail);
  }

  async function ask<T extends z.ZodType>(type: T, path: string, method = 'GET', json?: unknown): Promise<z.infer<T>> {
    const response = await call(path, method, json);
    const answer = type.safeParse(await response.json().catch(() => null));
    if (!answer.success) throw unreachable('an answer of another form');
    return answer.data;
  }

  return {
    addPicture: (body) => ask(AlbumPictureAdded, pictures, 'POST', body),
    picture: (pictureId) => ask(AlbumPicture, `${pictures}/${pictureId}`),
    async pictureBytes(pictureId) {
      const { body } = await call(`${pictures}/${pictureId}/bytes`, 'GET', undefined, bytesMs);
      if (body === null) throw unreachable('no bytes');
      return body;
    },
    async withdrawPicture(pictureId) {
      await call(`${pictures}/${pictureId}`, 'DELETE');
    },
    notice: (region) => ask(AlbumNotice, `/v1/album-notice?region=${encodeURIComponent(region)}`),
  };
}

function unreachable(cause: unknown): DeliveryProblem {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new DeliveryProblem('safety-unreachable', `cannot reach the safety server: ${why}`);
}
