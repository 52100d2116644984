/** Printed beneath the figures: what they can say, and what not. */
export const robustnessNotes: readonly string[] = [
  'The pairs of harmless pictures are not independent: so many pictures make n²/2 pairs, parts of one photograph are many of them',
  '(never compared with each other), and painted pictures come from one program. No false match among 10^8 such pairs is therefore no',
  'bound on false matches among photographs of strangers.',
];
