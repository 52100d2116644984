/** Who reported into a case; counted once however often they report. */
export interface CaseReporterTable {
  case_id: string;
  hub_id: string;
  reporter: string;
}
