import type { ListSource } from '@wellhouse/protocol';

/**
 * The common word for classes of different sources: whether the picture shows a sexual act or a pose. Finer scales do not
 * map onto each other.
 */
export type SeverityClass = 'sexual-act' | 'sexual-pose';

export interface EntryCategory {
  /** Leaf of the taxonomy, e.g. `child.csam_known`. */
  readonly leaf: string;
  /** Null: the source gives no class, or one that says nothing of it. */
  readonly severityClass: SeverityClass | null;
  /** What the source says of the child's age; null: nothing. */
  readonly ageGroup: 'prepubescent' | 'pubescent' | null;
}

/**
 * The industry classification that providers agreed on with NCMEC: the letter is the child's age, the number what is
 * shown. The values are of the CyberTipline API (`industryClassification`, report.cybertip.org/ispws/documentation), which
 * leaves their meaning to that agreement; it is written down here as roostorg/coop, a client of the API, shows it.
 */
const industryClasses: Readonly<Record<string, Omit<EntryCategory, 'leaf'>>> = {
  A1: { ageGroup: 'prepubescent', severityClass: 'sexual-act' },
  A2: { ageGroup: 'prepubescent', severityClass: 'sexual-pose' },
  B1: { ageGroup: 'pubescent', severityClass: 'sexual-act' },
  B2: { ageGroup: 'pubescent', severityClass: 'sexual-pose' },
};

/**
 * The kind of abuse that an entry stands for, and how grave its source says it is. The kind is the list's: that a picture
 * shows an act does not make sharing a known one an abuse that goes on, so no class moves an entry to another leaf.
 * StopNCII and files give no classes; Tech Against Terrorism's are ideologies and ThreatExchange's are tags that every group
 * makes for itself, so they stay what they are.
 */
export function categoryOfEntry({
  source,
  class: given,
  listCategory,
}: {
  readonly source: ListSource;
  /** As the source names it; null: it names none. */
  readonly class: string | null;
  /** The list's own setting. */
  readonly listCategory: string;
}): EntryCategory {
  const name = given?.trim().toUpperCase() ?? '';
  const known = source === 'ncmec' && Object.hasOwn(industryClasses, name) ? industryClasses[name] : undefined;
  return { leaf: listCategory, severityClass: null, ageGroup: null, ...known };
}
