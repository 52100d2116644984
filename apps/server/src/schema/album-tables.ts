import type { AlbumChunkTable } from './album-chunk.ts';
import type { AlbumMatchTable } from './album-match.ts';
import type { AlbumPictureTable } from './album-picture.ts';
import type { AlbumPictureViewTable } from './album-picture-view.ts';

/** Tables of shared albums; one line a table. */
export interface AlbumTables {
  album_picture: AlbumPictureTable;
  album_chunk: AlbumChunkTable;
  album_match: AlbumMatchTable;
  album_picture_view: AlbumPictureViewTable;
}
