/** What devices and the delivery service say to each other about shared albums. */
import {
  AccountId,
  AlbumNotice,
  AlbumPictureState,
  PictureId,
  RegionCode,
  Sha256Hex,
  Timestamp,
} from '@wellhouse/protocol';
import { z } from 'zod';

/** Limits that both sides know. */
export const albumLimits = {
  titleCharacters: 60,
  members: 100,
  pictures: 1_000,
  /** That one account owns. */
  albums: 100,
} as const;

/** Chosen by the device, so that a repeated request makes no second album. */
export const AlbumName = z.uuid().lowercase();
export const AlbumTitle = z.string().trim().min(1).max(albumLimits.titleCharacters);

export const CreateAlbum = z.strictObject({
  albumId: AlbumName,
  title: AlbumTitle,
  members: z.array(AccountId).max(albumLimits.members),
});
export const ChooseCover = z.strictObject({ pictureId: PictureId.nullable() });
export const ChooseRegion = z.strictObject({ region: RegionCode });
/** Bytes; what is too large is told so before anything is sent. */
export const AddPicture = z.strictObject({ pictureId: PictureId, size: z.int().min(0), sha256: Sha256Hex });
/** Where the bytes go, or null: they are all there. */
export const PictureUpload = z.strictObject({
  upload: z.strictObject({ path: z.string().startsWith('/'), token: z.string() }).nullable(),
});

/** What its owner is told once a person has removed a picture. */
export const RemovalNotice = z.strictObject({
  reason: z.string(),
  appeal: z.strictObject({ how: z.string(), until: Timestamp }),
});

/** A picture as one account may know of it: other members' only when released, and then without a reason or a notice. */
export const AlbumPicture = z.strictObject({
  pictureId: PictureId,
  accountId: AccountId,
  state: AlbumPictureState,
  /** Why it was refused or given up: the safety server's code. */
  why: z.string().nullable(),
  /** Milliseconds since 1970. */
  addedAt: z.int(),
  notice: RemovalNotice.nullable(),
});
export type AlbumPicture = z.infer<typeof AlbumPicture>;

export const Album = z.strictObject({
  albumId: AlbumName,
  title: z.string(),
  ownerId: AccountId,
  /** False: left, or taken out; what is shown then is only what still concerns the own pictures. */
  isMember: z.boolean(),
  members: z.array(AccountId),
  coverId: PictureId.nullable(),
  /** Of what this account may see: when the newest picture came. */
  changedAt: z.int(),
  /** This account has read what is checked here, for the region that it is in now. */
  noticeSeen: z.boolean(),
  /** In the order in which they were added. */
  pictures: z.array(AlbumPicture),
});
export type Album = z.infer<typeof Album>;
export const AlbumList = z.strictObject({ albums: z.array(Album) });
export const AlbumNoticeNow = z.strictObject({ notice: AlbumNotice });
