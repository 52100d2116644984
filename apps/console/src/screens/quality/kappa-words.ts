import type { Agreement } from '@wellhouse/protocol';
import type { Translator } from '../../i18n/translator.ts';

/** `0.68`, in the person's figures. */
export function twoPlaces({ locale }: Pick<Translator, 'locale'>, value: number): string {
  const text = new Intl.NumberFormat(locale, {
    ...{ minimumFractionDigits: 2, maximumFractionDigits: 2 },
    // No "-0.00".
    signDisplay: 'negative',
  }).format(value);
  // Isolated, so that a minus stays before its number in a sentence that runs from right to left.
  return `\u2066${text}\u2069`;
}

/** `0.68 (0.51–0.85)`, or that there are too few to say. */
export function estimateWords(i18n: Pick<Translator, 'locale' | 't'>, estimate: Agreement['kappa'], n: number): string {
  if (estimate === null) return i18n.t(n === 0 ? 'quality.nothing' : 'quality.tooFew');
  const { low, high } = estimate.interval;
  return i18n.t('quality.estimate', {
    value: twoPlaces(i18n, estimate.value),
    low: twoPlaces(i18n, low),
    high: twoPlaces(i18n, high),
  });
}
