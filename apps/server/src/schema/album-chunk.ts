/** A piece of a picture in the blob store (albums/picture-chunks.ts says where), encrypted with the picture's key. */
export interface AlbumChunkTable {
  picture_id: string;
  chunk_offset: number;
  length: number;
  /** A name for this writing of it alone: two writers never write one blob. */
  blob: string;
}
