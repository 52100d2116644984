import { z } from 'zod';
import {
  AddAlbumPicture,
  AlbumNotice,
  AlbumPicture,
  AlbumPictureAdded,
  AnswerAlbumPicture,
  MatchedPicture,
  PictureId,
  RegionCode,
} from './albums.ts';
import type { Operation } from './operation.ts';
import { CaseId, HubId, ViewId } from './primitives.ts';

/** Pictures of shared albums: adding, checking, answering. */
export const albumOperations = {
  addAlbumPicture: {
    method: 'POST',
    path: '/v1/hubs/:hubId/album-pictures',
    access: 'hub',
    summary: 'Add a picture to a shared album; it is out of view until it was checked',
    params: z.object({ hubId: HubId }),
    body: AddAlbumPicture,
    success: [201, AlbumPictureAdded],
  },
  getUploadOffset: {
    method: 'HEAD',
    path: '/v1/album-uploads/:pictureId',
    access: 'upload',
    summary: 'How much of an upload is here (headers Upload-Offset, Upload-Complete)',
    params: z.object({ pictureId: PictureId }),
    success: [204, null],
  },
  appendUpload: {
    method: 'PATCH',
    path: '/v1/album-uploads/:pictureId',
    access: 'upload',
    summary: 'Send the next bytes of an upload, from the offset that is here',
    params: z.object({ pictureId: PictureId }),
    streamBody: 'application/partial-upload',
    success: [204, null],
  },
  getAlbumPicture: {
    method: 'GET',
    path: '/v1/hubs/:hubId/album-pictures/:pictureId',
    access: 'hub',
    summary: 'Where a picture stands',
    params: z.object({ hubId: HubId, pictureId: PictureId }),
    success: [200, AlbumPicture],
  },
  getAlbumPictureBytes: {
    method: 'GET',
    path: '/v1/hubs/:hubId/album-pictures/:pictureId/bytes',
    access: 'hub',
    summary: 'The bytes of a released picture, as they were uploaded',
    params: z.object({ hubId: HubId, pictureId: PictureId }),
    success: [200, 'binary'],
  },
  withdrawAlbumPicture: {
    method: 'DELETE',
    path: '/v1/hubs/:hubId/album-pictures/:pictureId',
    access: 'hub',
    summary: 'Take a picture out of its album',
    params: z.object({ hubId: HubId, pictureId: PictureId }),
    success: [204, null],
  },
  getAlbumNotice: {
    method: 'GET',
    path: '/v1/album-notice',
    access: 'public',
    summary: 'What members of shared albums are told about checks',
    query: z.object({ region: RegionCode }),
    success: [200, AlbumNotice],
  },
  answerAlbumPicture: {
    method: 'POST',
    path: '/v1/cases/:caseId/album-pictures/:pictureId/answer',
    access: 'match.answer',
    summary: 'Confirm or clear a held picture of a claimed case',
    params: z.object({ caseId: CaseId, pictureId: PictureId }),
    body: AnswerAlbumPicture,
    success: [200, MatchedPicture],
  },
  getAlbumEvidence: {
    method: 'GET',
    path: '/v1/evidence-views/:viewId/album-pictures/:pictureId',
    access: 'evidence.view',
    summary: 'A held picture, decoded and re-encoded by the server; never one that this person has seen decided',
    params: z.object({ viewId: ViewId, pictureId: PictureId }),
    success: [200, 'binary'],
  },
} as const satisfies Record<string, Operation>;
