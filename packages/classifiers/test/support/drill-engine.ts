/** An engine of drill words, and what it must never meet outside tests. */
import type { OpenPack } from '@wellhouse/classifiers';
import type { PackEngine } from '../../src/runtime/serve-classifier.ts';

export function createDrillEngine(pack: OpenPack): PackEngine {
  if (new TextDecoder().decode(pack.section('vocabulary')) !== 'drill words') throw new Error('not a drill pack');
  return {
    classify(text) {
      if (text.includes('drill-hang')) for (;;);
      if (text.includes('drill-throw')) throw new Error('a drill');
      const threat = text.includes('drill-threat') ? 0.9 : 0.1;
      return { scores: { threat, spam: text.length > 1_000 ? 0.8 : 0.2 }, prompt: threat > 0.5 ? 'threat' : null };
    },
  };
}
