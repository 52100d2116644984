/** Two-sided 95 %, of the standard normal distribution. */
const z95 = 1.959963984540054;

export interface Kappa {
  readonly value: number;
  /** Large-sample standard error; not of the null hypothesis. */
  readonly error: number;
}

/** Counts of how often the first rater gave category i and the second one category j: a square matrix. */
export type Counts = readonly (readonly number[])[];

/** Full agreement 1, none 0. */
export function nominalWeights(size: number): number[][] {
  return grid(size, (i, j) => (i === j ? 1 : 0));
}

/** Falls evenly with the distance of the categories: Cicchetti and Allison 1971. */
export function linearWeights(size: number): number[][] {
  return grid(size, (i, j) => 1 - Math.abs(i - j) / (size - 1));
}

/**
 * Cohen's kappa, weighted by any agreement weights (Cohen 1960; Cohen 1968), with the large-sample standard error of Fleiss,
 * Cohen and Everitt, Psychological Bulletin 72 (1969), 323-327:
 *
 *     var = ( Σij pij [wij - (w̄i. + w̄.j)(1 - κ)]² - [κ - pe(1 - κ)]² ) / (n (1 - pe)²)
 *
 * with w̄i. = Σj p.j wij and w̄.j = Σi pi. wij. Null where there is nothing to say: no case, or both gave one and the same
 * answer throughout, so that chance alone explains all of it.
 */
export function kappaOf(counts: Counts, weights: Counts): Kappa | null {
  const size = counts.length;
  const n = counts.flat().reduce((sum, one) => sum + one, 0);
  if (n === 0) return null;
  const p = counts.map((row) => row.map((one) => one / n));
  const rows = p.map((row) => row.reduce((sum, one) => sum + one, 0));
  const columns = rows.map((_, j) => p.reduce((sum, row) => sum + at(row, j), 0));
  const w = (i: number, j: number) => at(weights[i] ?? [], j);
  const cells = grid(size, (i, j) => ({ i, j, p: at(p[i] ?? [], j) })).flat();
  const observed = cells.reduce((sum, cell) => sum + cell.p * w(cell.i, cell.j), 0);
  const expected = cells.reduce((sum, { i, j }) => sum + at(rows, i) * at(columns, j) * w(i, j), 0);
  if (1 - expected < 1e-12) return null;
  const value = (observed - expected) / (1 - expected);
  const rowMean = rows.map((_, i) => columns.reduce((sum, one, j) => sum + one * w(i, j), 0));
  const columnMean = columns.map((_, j) => rows.reduce((sum, one, i) => sum + one * w(i, j), 0));
  const spread = cells.reduce((sum, cell) => {
    const { i, j } = cell;
    return sum + cell.p * (w(i, j) - (at(rowMean, i) + at(columnMean, j)) * (1 - value)) ** 2;
  }, 0);
  const variance = (spread - (value - expected * (1 - value)) ** 2) / (n * (1 - expected) ** 2);
  return { value, error: Math.sqrt(Math.max(0, variance)) };
}

/** 95 %, no further than kappa can go. */
export function kappaInterval({ value, error }: Kappa): { low: number; high: number } {
  return { low: Math.max(-1, value - z95 * error), high: Math.min(1, value + z95 * error) };
}

/** Prevalence-adjusted, bias-adjusted kappa for k categories, (k po - 1) / (k - 1): Byrt, Bishop and Carlin 1993. */
export function pabakOf(counts: Counts): number | null {
  const n = counts.flat().reduce((sum, one) => sum + one, 0);
  if (n === 0) return null;
  const same = counts.reduce((sum, row, i) => sum + at(row, i), 0);
  const k = counts.length;
  return (k * (same / n) - 1) / (k - 1);
}

/**
 * Wilson's interval of a share, 95 %: Wilson, JASA 22 (1927), 209-212. Holds for small numbers too, and for none and all.
 */
export function wilson(hits: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const p = hits / n;
  const z2 = z95 ** 2;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { low: hits === 0 ? 0 : middle - half, high: hits === n ? 1 : middle + half };
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? 0;
}

function grid<T>(size: number, of: (i: number, j: number) => T): T[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => of(i, j)));
}
