import type { ListSettings } from '@wellhouse/protocol';

export type SettingsField = keyof ListSettings;

/** In the order in which a person asks: under what, for what, where, how strictly. */
export const settingsFields = [
  'title',
  'category',
  'purpose',
  'agreement',
  'legalBasis',
  'surfaces',
  'radius',
  'qualityFloor',
  'minimumSources',
  'floodLimit',
] as const satisfies readonly SettingsField[];

/** The fields in which two settings differ, in their order on the sheet. */
export function changedFields(from: ListSettings, to: ListSettings): SettingsField[] {
  return settingsFields.filter((field) => canonical(from[field]) !== canonical(to[field]));
}

function canonical(value: ListSettings[SettingsField]): string {
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return JSON.stringify(value.toSorted());
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
