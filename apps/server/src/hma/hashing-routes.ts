import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { fetchMedia } from './fetch-media.ts';
import { type HashedMedia, hashMedia } from './hash-media.ts';
import { type HmaRoute, readQuery, Text } from './hma-routes.ts';
import type { HmaTools } from './hma-tools.ts';
import { readUpload } from './read-upload.ts';
import { readSignalTypes } from './signal-types.ts';

export const HashQuery = z.object({
  url: Text,
  content_type: z.string().max(40).optional(),
  types: z.string().max(200).optional(),
});
export const UploadQuery = z.object({ types: z.string().max(200).optional() });

export function hashingRoutes(deps: Deps, tools: HmaTools): HmaRoute[] {
  return [
    {
      method: 'GET',
      path: '/h/hash',
      handler: async (request) => {
        const query = readQuery(HashQuery, request);
        return (await hashAddress(deps, tools, request, { ...query, forLookup: false })).signals;
      },
    },
    {
      method: 'POST',
      path: '/h/hash',
      handler: async (request) => (await hashUpload(tools, request, { forLookup: false })).signals,
    },
  ];
}

/** Fetches and hashes what the query names. @throws HmaError */
export async function hashAddress(
  { config }: Pick<Deps, 'config'>,
  tools: HmaTools,
  request: FastifyRequest,
  question: z.output<typeof HashQuery> & { forLookup: boolean },
): Promise<HashedMedia> {
  const { hmaOrigins: origins } = config;
  const { limits } = tools;
  return tools.inTurn(async () => {
    const address = { url: question.url, contentType: question.content_type };
    const media = await fetchMedia(address, { origins, limits, signal: request.signal });
    return hashMedia(() => tools.hasher(), media, readSignalTypes(media.content, question.types), question);
  });
}

/** Hashes the file of the form. @throws HmaError */
export async function hashUpload(
  tools: HmaTools,
  request: FastifyRequest,
  { forLookup }: { forLookup: boolean },
): Promise<HashedMedia & { readonly fields: readonly string[] }> {
  const { types } = readQuery(UploadQuery, request);
  return tools.inTurn(async () => {
    const { media, fields } = await readUpload(request, tools.limits);
    const signalTypes = readSignalTypes(media.content, types);
    const hashed = await hashMedia(() => tools.hasher(), media, signalTypes, { forLookup });
    return { ...hashed, fields };
  });
}
