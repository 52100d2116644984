import { type ListKind, ListSettings, type ListSource } from '@wellhouse/protocol';
import { type SettingsField, settingsFields } from './settings-fields.ts';

export interface BasisDraft {
  /** Tells rows apart while they are edited. */
  row: number;
  region: string;
  basis: string;
}

/** Settings as they stand in the fields of a form: all text. */
export interface SettingsDraft {
  title: string;
  /** Leaf of the taxonomy; empty: not chosen yet. */
  category: string;
  purpose: string;
  agreement: string;
  legalBasis: readonly BasisDraft[];
  /** Names, separated by commas or spaces. */
  surfaces: string;
  radius: string;
  qualityFloor: string;
  minimumSources: string;
  floodLimit: string;
}

/** What the makers of PDQ recommend (radius, quality); nowhere allowed until somebody names a legal basis. */
export const newSettings: SettingsDraft = {
  title: '',
  category: '',
  purpose: '',
  agreement: '',
  legalBasis: [{ row: 0, region: '', basis: '' }],
  surfaces: 'shared-album',
  radius: '31',
  qualityFloor: '50',
  minimumSources: '1',
  floodLimit: '100',
};

export function draftOf(settings: ListSettings): SettingsDraft {
  const regions = Object.entries(settings.legalBasis);
  return {
    title: settings.title,
    category: settings.category,
    purpose: settings.purpose,
    agreement: settings.agreement,
    legalBasis: regions.map(([region, basis], row) => ({ row, region, basis })),
    surfaces: settings.surfaces.join(', '),
    radius: String(settings.radius),
    qualityFloor: String(settings.qualityFloor),
    minimumSources: String(settings.minimumSources),
    floodLimit: String(settings.floodLimit),
  };
}

export type ReadSettings =
  | { settings: ListSettings; problems: readonly [] }
  | { settings: null; problems: readonly SettingsField[] };

/** The settings that a draft stands for, or the fields that keep it from being any. Rows left empty do not count. */
export function readSettings(draft: SettingsDraft): ReadSettings {
  const rows = draft.legalBasis
    .map(({ region, basis }) => [region.trim().toUpperCase(), basis.trim()] as const)
    .filter(([region, basis]) => region !== '' || basis !== '');
  const twice = new Set(rows.map(([region]) => region)).size < rows.length;
  const parsed = ListSettings.safeParse({
    title: draft.title,
    category: draft.category,
    purpose: draft.purpose,
    agreement: draft.agreement,
    legalBasis: Object.fromEntries(rows),
    surfaces: [...new Set(draft.surfaces.split(/[\s,،]+/).filter((name) => name !== ''))],
    radius: wholeNumber(draft.radius),
    qualityFloor: wholeNumber(draft.qualityFloor),
    minimumSources: wholeNumber(draft.minimumSources),
    floodLimit: wholeNumber(draft.floodLimit),
  });
  if (parsed.success && !twice) return { settings: parsed.data, problems: [] };
  const wrong = new Set<unknown>(parsed.error?.issues.map(({ path }) => path[0]) ?? []);
  if (twice) wrong.add('legalBasis');
  return { settings: null, problems: settingsFields.filter((field) => wrong.has(field)) };
}

/** NaN for anything but a few digits. */
function wholeNumber(text: string): number {
  return /^\d{1,7}$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** A name for a list out of its title, as the server wants names: `NCMEC industry` → `ncmec-industry`. */
export function listIdFrom(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}

/** What the entries of a list stand for where its source says so, as the server fills it in; empty: a person chooses. */
export function usualCategory(kind: ListKind, source: ListSource): string {
  if (kind === 'negative') return 'other';
  switch (source) {
    case 'ncmec':
      return 'child.csam_known';
    case 'stopncii':
      return 'adult.ncii';
    case 'tech-against-terrorism':
      return 'terror.content';
    case 'threatexchange':
    case 'file':
      return '';
  }
}
