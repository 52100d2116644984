import { join } from 'node:path';
import type { InlineConfig } from 'vite';

/** What builds the page with the classifier of `drill-text-classifier.ts`, for packs that are signed by this key. */
export function drillPage(trustedKey: string): Partial<InlineConfig> {
  return {
    define: { drillKey: JSON.stringify(trustedKey) },
    plugins: [
      {
        name: 'drill-classifier',
        enforce: 'pre',
        resolveId: (id) => (id === '#text-classifier' ? join(import.meta.dirname, 'drill-text-classifier.ts') : null),
      },
    ],
  };
}
