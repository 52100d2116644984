import { PictureId } from '@wellhouse/protocol';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { bearerToken } from '../intake/bearer-token.ts';
import type { UploadCaller } from '../platform/http/authenticators.ts';
import { ProblemError } from '../platform/http/problem-error.ts';
import { isUploadToken } from './upload-token.ts';

const Params = z.object({ pictureId: PictureId });

/** Checks the token of the upload that the path names. */
export function createUploadCheck(deps: Pick<Deps, 'keys'>): (request: FastifyRequest) => Promise<UploadCaller> {
  return async (request) => {
    const params = Params.safeParse(request.params);
    const token = bearerToken(request.headers);
    if (!params.success || !isUploadToken(deps.keys.receiptKey, params.data.pictureId, token)) {
      throw new ProblemError('unauthenticated', 'The token does not belong to this upload.');
    }
    return { pictureId: params.data.pictureId };
  };
}
