/** Small measures of scores. */

export interface Judged {
  /** What people said: 1 or 0. */
  readonly label: number;
  readonly score: number;
}

/** Area under the receiver operating characteristic, ties counted half; null where there are not both labels. */
export function areaUnderCurve(rows: readonly Judged[]): number | null {
  const sorted = [...rows].sort((a, b) => a.score - b.score);
  const positives = sorted.filter((row) => row.label === 1).length;
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let ranks = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to++;
    const positivesHere = sorted.slice(from, to).filter((row) => row.label === 1).length;
    ranks += positivesHere * ((from + 1 + to) / 2);
    from = to;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** The share of rows for which `what` holds; null of no rows. */
export function share<Row>(rows: readonly Row[], what: (row: Row) => boolean): number | null {
  return rows.length === 0 ? null : rows.filter(what).length / rows.length;
}

export function groupBy<Row>(rows: readonly Row[], name: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(name(row));
    if (group) group.push(row);
    else groups.set(name(row), [row]);
  }
  return groups;
}

export function rounded(value: number | null, digits = 3): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}
