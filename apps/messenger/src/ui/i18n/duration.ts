const units = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * A span of time in words, by its largest unit and the one below it: "1 hour", "23 hours, 59 minutes". What is smaller
 * than that is left out.
 */
export function formatDuration(language: string, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = units.findIndex(([, size]) => whole >= size);
  const [large, small] = units.slice(first === -1 ? -1 : first);
  if (large === undefined) return '';
  const say = (unit: string, count: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
  const words = [say(large[0], Math.floor(whole / large[1]))];
  const rest = small === undefined ? 0 : Math.floor((whole % large[1]) / small[1]);
  // minutes say enough: seconds beside them would only flicker
  if (small !== undefined && small[0] !== 'second' && rest > 0) words.push(say(small[0], rest));
  return new Intl.ListFormat(language, { type: 'unit', style: 'long' }).format(words);
}
