import type { AppealTable } from './appeal.ts';
import type { AppealHearingTable } from './appeal-hearing.ts';
import type { MeasureAppealTable } from './measure-appeal.ts';
import type { MisuseMarkTable } from './misuse-mark.ts';
import type { MisuseMeasureTable } from './misuse-measure.ts';

/** Tables of appeals and of the misuse of reporting; one line a table. */
export interface AppealTables {
  appeal: AppealTable;
  appeal_hearing: AppealHearingTable;
  measure_appeal: MeasureAppealTable;
  misuse_mark: MisuseMarkTable;
  misuse_measure: MisuseMeasureTable;
}
