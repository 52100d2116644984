/** One picture of a shared album within one look. */
export interface AlbumPictureViewTable {
  view_id: string;
  picture_id: string;
  staff_id: string;
  /** When its bytes were handed out. */
  fetched_at: Date;
  /** How long it lay uncovered. Only grows. */
  uncovered_ms: number;
}
