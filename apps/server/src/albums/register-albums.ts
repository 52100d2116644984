import type { FastifyInstance } from 'fastify';
import type { Deps } from '../deps.ts';
import { registerOperation } from '../platform/http/register-operation.ts';
import { addAlbumPicture } from './add-album-picture.ts';
import { createAlbumWork } from './album-work.ts';
import { appendUpload } from './append-upload.ts';
import { getAlbumNotice } from './get-album-notice.ts';
import { getAlbumPicture } from './get-album-picture.ts';
import { getAlbumPictureBytes } from './get-album-picture-bytes.ts';
import { getUploadOffset } from './get-upload-offset.ts';
import { withdrawAlbumPicture } from './withdraw-album-picture.ts';

/** Registers what delivery services and devices call about pictures of shared albums. */
export function registerAlbums(app: FastifyInstance, deps: Deps): void {
  const work = createAlbumWork(deps);
  registerOperation(app, 'addAlbumPicture', ({ hub, body }) =>
    work.gate.through(() => addAlbumPicture(deps, hub.hubId, body)),
  );
  registerOperation(app, 'getUploadOffset', ({ upload }, reply) =>
    getUploadOffset(deps, work, upload.pictureId, reply),
  );
  registerOperation(app, 'appendUpload', ({ upload, headers, body }, reply) =>
    appendUpload(deps, work, { pictureId: upload.pictureId, headers, body }, reply),
  );
  registerOperation(app, 'getAlbumPicture', ({ hub, params }) => getAlbumPicture(deps, hub.hubId, params.pictureId));
  registerOperation(app, 'getAlbumPictureBytes', ({ hub, params }) =>
    getAlbumPictureBytes(deps, hub.hubId, params.pictureId),
  );
  registerOperation(app, 'withdrawAlbumPicture', ({ hub, params }) =>
    withdrawAlbumPicture(deps, work.appends, { hubId: hub.hubId, pictureId: params.pictureId }),
  );
  registerOperation(app, 'getAlbumNotice', ({ query }) => getAlbumNotice(deps, query.region));
}
