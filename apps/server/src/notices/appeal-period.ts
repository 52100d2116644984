const months = 6;

/** DSA Art. 20(1): at least six months. Calendar months; a day that the month lacks becomes its last. */
export function appealUntil(decidedAt: Date): Date {
  const until = new Date(decidedAt);
  const day = until.getUTCDate();
  until.setUTCDate(1);
  until.setUTCMonth(until.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth() + 1, 0)).getUTCDate();
  until.setUTCDate(Math.min(day, lastDay));
  return until;
}
