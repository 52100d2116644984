/** A change of a region's switch. On takes two people, off takes one. Rows are never deleted. */
export interface AlbumRegionChangeTable {
  change_id: string;
  region: string;
  to_state: 'on' | 'off';
  /** Null: it is switched off. */
  legal_basis: string | null;
  /** refused: a person said no, or the region was switched off meanwhile. */
  state: 'held' | 'in-force' | 'refused';
  asked_at: Date;
  first_staff_id: string;
  first_reason: string;
  second_staff_id: string | null;
  second_at: Date | null;
  second_reason: string | null;
}
