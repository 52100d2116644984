/**
 * The dialogs of the Wellhouse client: report, and "My reports". Import `@wellhouse/client-ui/styles.css` beside it.
 * @module
 */
export type { Catalogue, MessageId } from './i18n/message-id.ts';
export { MyReports, type MyReportsProps } from './my-reports/MyReports.tsx';
export { ReportDialog, type ReportDialogProps } from './report/ReportDialog.tsx';
export type { ReportTarget } from './report/report-target.ts';
export { WellhouseProvider, type WellhouseProviderProps } from './WellhouseProvider.tsx';
