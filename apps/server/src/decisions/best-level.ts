import type { EvidenceLevel } from '@wellhouse/protocol';

const levelOrder: readonly EvidenceLevel[] = ['VERIFIED', 'ATTESTED', 'ASSERTED'];

export function bestLevel(levels: Iterable<EvidenceLevel>): EvidenceLevel {
  let best = levelOrder.length - 1;
  for (const level of levels) best = Math.min(best, levelOrder.indexOf(level));
  return levelOrder[best] ?? 'ASSERTED';
}
