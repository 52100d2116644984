/** From when to when a member is called before clocks break. */
export interface OnDutyTable {
  duty_id: string;
  staff_id: string;
  from_at: Date;
  to_at: Date;
  made_by: string;
}
