/** What a member can do that not everybody can. */
export interface StaffSkillTable {
  staff_id: string;
  /** Lower case. */
  skill: string;
  granted_by: string;
  granted_at: Date;
}
