import type { CarePlanTable } from './care-plan.ts';
import type { EvidenceExposureTable } from './evidence-exposure.ts';
import type { StaffCareTable } from './staff-care.ts';
import type { StaffPreferenceTable } from './staff-preference.ts';

/** Tables of care for reviewers; one line a table. */
export interface CareTables {
  staff_preference: StaffPreferenceTable;
  care_plan: CarePlanTable;
  staff_care: StaffCareTable;
  evidence_exposure: EvidenceExposureTable;
}
