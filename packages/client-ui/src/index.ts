/**
 * The dialogs of the Wellhouse client: report, and "My reports". Import `@wellhouse/client-ui/styles.css` beside it.
 * @module
 */
export { AppealPanel, type AppealPanelProps } from './appeal/AppealPanel.tsx';
export type { Catalogue, MessageId } from './i18n/message-id.ts';
export { MyReports, type MyReportsProps } from './my-reports/MyReports.tsx';
export { PromptBar, type PromptBarProps } from './prompts/PromptBar.tsx';
export { PromptSettings, type PromptSettingsProps } from './prompts/PromptSettings.tsx';
export { RecontactBar, type RecontactBarProps } from './prompts/RecontactBar.tsx';
export { usePrompt, useRecontactHints } from './prompts/use-prompt.ts';
export { ReportDialog, type ReportDialogProps } from './report/ReportDialog.tsx';
export type { ReportTarget } from './report/report-target.ts';
export type { ReportStart } from './report/suggestion.ts';
export { WellhouseProvider, type WellhouseProviderProps } from './WellhouseProvider.tsx';
export {
  CoveredPicture,
  type CoveredPictureProps,
  type OpenPicture,
} from './young/CoveredPicture.tsx';
export { FamilyNotice } from './young/FamilyNotice.tsx';
export { FamilyPage, type FamilyPageProps } from './young/FamilyPage.tsx';
export type { PictureMaterial } from './young/PictureDialog.tsx';
export { type SendQuestion, useBeforeSending } from './young/use-before-sending.ts';
export { usePictureCover, usePictureWish } from './young/use-picture-cover.ts';
export { YoungProvider, type YoungProviderProps } from './young/YoungProvider.tsx';
export { YoungSettings } from './young/YoungSettings.tsx';
