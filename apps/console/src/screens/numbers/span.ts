import type { Translator } from '../../i18n/translator.ts';

/** Minutes as people say them: "45 min", "3.2 hr", "6 days". */
export function spanOf({ locale }: Pick<Translator, 'locale'>, minutes: number): string {
  const [amount, unit] =
    minutes < 90 ? [minutes, 'minute'] : minutes < 48 * 60 ? [minutes / 60, 'hour'] : [minutes / (24 * 60), 'day'];
  const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: amount < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, style).format(amount);
}

export function shareOf({ locale }: Pick<Translator, 'locale'>, part: number, whole: number): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(part / whole);
}

/** `2026-11-27` as a day of the calendar, the same everywhere. */
export function dayOf({ locale }: Pick<Translator, 'locale'>, day: string): string {
  const shown = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return shown.format(new Date(`${day}T00:00:00Z`));
}
