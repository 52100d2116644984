/** How old somebody is, as far as anything here depends on it. The messenger knows it; nothing here guesses it. */
export type AgeBand = 'under-13' | '13-17' | 'adult';
export const ageBands: readonly AgeBand[] = ['under-13', '13-17', 'adult'];

/** @param age whole years */
export function bandOfAge(age: number): AgeBand {
  if (age < 13) return 'under-13';
  return age < 18 ? '13-17' : 'adult';
}

/** Null: not known yet, or never. Then a person is kept as safe as the youngest, and nothing is decided for a family. */
export function isMinor(band: AgeBand | null): boolean {
  return band !== 'adult';
}
