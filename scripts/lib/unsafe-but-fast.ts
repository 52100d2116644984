/**
 * Settings of a PostgreSQL that nobody needs after the tests: a power cut would cost it everything, a killed process
 * nothing. Tests that kill PostgreSQL itself start their own, with fsync on.
 */
export const unsafeButFast: readonly (readonly [name: string, value: string])[] = [
  ['fsync', 'off'],
  ['full_page_writes', 'off'],
];
