/** By time zone, of which there are some hundreds. Making one takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const date = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', { timeZone, ...date });
  formats.set(timeZone, format);
  return format;
}

/** Pure: the calendar day of a moment in a time zone, e.g. `2026-11-27`. */
export function dayOf(at: Date, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(at);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`;
}

/** Pure: the moment at which a calendar day begins there, also where the clock is changed that night. */
export function startOfDay(day: string, timeZone: string): Date {
  // No zone is further than 14 hours from UTC; the first quarter of an hour that has the day is its beginning.
  const middle = Date.parse(`${day}T00:00:00Z`);
  let low = middle - 15 * 3_600_000;
  let high = middle + 15 * 3_600_000;
  while (high - low > 60_000) {
    const between = Math.floor((low + high) / 120_000) * 60_000;
    if (dayOf(new Date(between), timeZone) < day) low = between;
    else high = between;
  }
  return new Date(high);
}

/** Pure: today and the days before it, oldest first, each with its beginning and end. */
export function lastDaysIn(now: Date, timeZone: string, count: number): { day: string; from: Date; to: Date }[] {
  const today = dayOf(now, timeZone);
  const days = Array.from({ length: count + 1 }, (_, index) => {
    const noon = new Date(`${today}T12:00:00Z`);
    noon.setUTCDate(noon.getUTCDate() - count + 1 + index);
    return noon.toISOString().slice(0, 10);
  });
  const starts = days.map((day) => startOfDay(day, timeZone));
  return days.slice(0, count).map((day, index) => ({
    day,
    from: starts[index] ?? now,
    to: starts[index + 1] ?? now,
  }));
}
