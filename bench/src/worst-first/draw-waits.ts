interface Row {
  readonly priority: string;
  readonly name: string;
  readonly waits: readonly number[];
}

const [left, right, top, line] = [210, 30, 70, 26];
const width = 900;
/** Minutes at the ends of the scale, which is logarithmic. */
const [from, to] = [0.25, 35 * 1_440];
const marks: readonly [minutes: number, label: string][] = [
  [1, '1 min'],
  [10, '10 min'],
  [60, '1 h'],
  [240, '4 h'],
  [1_440, '1 d'],
  [4_320, '3 d'],
  [21_600, '15 d'],
];
const clocks: Readonly<Record<string, number>> = { P0: 60, P1: 240, P2: 4_320, P3: 21_600 };
const labels: Readonly<Record<string, string>> = {
  ours: 'worst first (ours)',
  fifo: 'first in, first out',
  most_reports: 'most reports first',
  severity: 'severity alone',
};

/** The waits of each priority under each order: a bar from median to the 95th percentile, a line on to the worst. */
export function drawWaits(rows: readonly Row[]): string {
  const height = top + rows.length * line + 4 * 14 + 40;
  const parts: string[] = [];
  let y = top;
  let priority = '';
  for (const row of rows) {
    if (row.priority !== priority) {
      y += 14;
      priority = row.priority;
      const four = y - 4 + 4 * line;
      parts.push(`<text x="14" y="${y + 14}" class="strong">${priority}</text>`);
      parts.push(`<path d="M${x(clocks[priority] ?? to)} ${y - 6}V${four}" class="clock"/>`);
    }
    const sorted = row.waits.toSorted((a, b) => a - b);
    const at = (share: number) => x(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? from);
    const kind = row.name === 'ours' ? 'ours' : 'other';
    const [median, p95, worst] = [at(0.5), at(0.95), at(1)];
    parts.push(`<text x="${left - 12}" y="${y + 14}" class="end">${labels[row.name] ?? row.name}</text>`);
    parts.push(`<path d="M${p95} ${y + 10}H${worst}" class="tail ${kind}"/>`);
    parts.push(
      `<rect x="${median}" y="${y + 3}" width="${Math.max(2, p95 - median).toFixed(1)}" height="14" class="${kind}"/>`,
    );
    y += line;
  }
  const scale = marks.map(
    ([minutes, label]) =>
      `<path d="M${x(minutes)} ${top}V${height - 40}" class="grid"/><text x="${x(minutes)}" y="${height - 20}" class="mid">${label}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="Waits until first review by priority and order">
<style>text{fill:#333}.strong{font-weight:700}.end{text-anchor:end}.mid{text-anchor:middle}.grid{stroke:#ddd}.clock{stroke:#b3261e;stroke-width:2;stroke-dasharray:4 3}rect.ours{fill:#1f6f8b}rect.other{fill:#a9b4ba}.tail{stroke-width:2}.tail.ours{stroke:#1f6f8b}.tail.other{stroke:#a9b4ba}</style>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="14" y="26" class="strong" font-size="16">How long a genuine case waits for its first review</text>
<text x="14" y="48">Bar: median to 95th percentile; line: on to the worst. Red: the clock of the kind. Logarithmic scale.</text>
${scale.join('\n')}
${parts.join('\n')}
</svg>
`;
}

function x(minutes: number): number {
  const share = Math.log(Math.min(to, Math.max(from, minutes)) / from) / Math.log(to / from);
  return Math.round((left + share * (width - left - right)) * 10) / 10;
}
