import { z } from 'zod';
import { readFingerprint } from '../fingerprint.ts';
import { SourceError } from '../source-error.ts';
import type { ListSourceClient, SourceItem } from '../source-item.ts';
import type { ExchangeHttp } from './exchange-http.ts';

export interface TechAgainstTerrorismOptions {
  readonly http: ExchangeHttp;
  readonly username: string;
  readonly password: string;
}

const Row = z.looseObject({
  id: z.union([z.number().int(), z.string().max(80)]).transform(String),
  hash_digest: z.string().max(8_000),
  algorithm: z.string().max(40),
  ideology: z.string().max(80).nullish(),
  file_type: z.string().max(40).nullish(),
  deleted: z.boolean().default(false),
  /** Up to the year 5138; more is no time. */
  updated_on: z.number().min(0).max(100_000_000_000).nullish(),
});
const Page = z.looseObject({
  next: z.string().max(8_000).nullish(),
  checkpoint: z.string().max(200).nullish(),
  results: z.array(Row).max(100_000),
});
const Token = z.looseObject({ token: z.string().min(1).max(8_000) });
/** As the service wrote it, e.g. `1724856487.709035,10594`. */
const Checkpoint = z.object({ after: z.string().max(200) });

/** Tech Against Terrorism's hash list: one login a sync, another one only where the token has ended, and `next` is a whole address. It takes no votes. */
export function createTechAgainstTerrorismClient(options: TechAgainstTerrorismOptions): ListSourceClient {
  const { http } = options;

  async function logIn(): Promise<string> {
    const { username, password } = options;
    const answer = await http.json({
      method: 'POST',
      url: http.address('token-auth/tcap/'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ username, password, resend: 'False' }).toString(),
      repeatable: true,
    });
    const parsed = Token.safeParse(answer);
    if (!parsed.success) throw new SourceError('source-answer-invalid', 'the answer to the login has no token');
    return parsed.data.token;
  }

  return {
    async *pull(checkpoint) {
      const known = Checkpoint.nullable().parse(checkpoint);
      let token = await logIn();
      const page = (url: URL) => http.json({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } });
      let after = known?.after ?? null;
      let url: URL | null = http.address('api/hash-list/v2/all', {
        order: 'asc',
        ...(after !== null && { after }),
      });
      for (let number = 1; url !== null; number += 1) {
        if (number > http.limits.pages) throw new SourceError('source-too-large', 'there are too many pages');
        const address: URL = url;
        const answer = await page(address).catch(async (error: unknown) => {
          if (!(error instanceof SourceError) || error.code !== 'source-unauthorized') throw error;
          // a token can end in the middle of a long sync; one that is new and refused ends it
          token = await logIn();
          return page(address);
        });
        const parsed = Page.safeParse(answer);
        if (!parsed.success) throw new SourceError('source-answer-invalid', 'the answer is no page of hashes');
        const { results, next } = parsed.data;
        if (results.length > 0) yield { type: 'items', items: results.map(readRow) };
        after = parsed.data.checkpoint ?? after;
        const following: URL | null = next ? http.follow(next) : null;
        if (following !== null && following.href === url.href) {
          throw new SourceError('source-answer-invalid', 'a page names itself as the next');
        }
        url = following;
      }
      yield { type: 'window', mode: 'delta', checkpoint: after === null ? null : { after } };
    },

    async sendFeedback() {
      throw new SourceError('feedback-not-taken', 'Tech Against Terrorism takes no votes');
    },
  };
}

const videos = new Set(['mov', 'm4v', 'mp4', 'webm', 'avi', 'mkv', '3gp']);
const pictures = new Set(['jpg', 'jpeg', 'png', 'gif', 'webp', 'bmp', 'tif', 'tiff', 'heic', 'avif']);

function readRow(row: z.output<typeof Row>): SourceItem {
  const algorithm = row.algorithm.toLowerCase().replace('sha-', 'sha');
  const print = row.deleted ? null : readFingerprint(algorithm, row.hash_digest);
  return {
    sourceId: row.id,
    deleted: row.deleted,
    at: typeof row.updated_on === 'number' ? new Date(row.updated_on * 1_000) : null,
    media: mediaOf(algorithm, row.file_type ?? ''),
    class: row.ideology ?? null,
    status: null,
    contributors: ['tech-against-terrorism'],
    feedbackRef: null,
    fingerprints: print === null ? [] : [print],
    unreadable: !row.deleted && print === null ? 1 : 0,
  };
}

function mediaOf(algorithm: string, fileType: string): SourceItem['media'] {
  const extension = fileType
    .toLowerCase()
    .replace(/^\./, '')
    .replace(/^(image|video)\//, '');
  if (algorithm === 'pdq' || pictures.has(extension)) return 'image';
  return videos.has(extension) ? 'video' : 'other';
}
