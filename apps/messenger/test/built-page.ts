import type { InlineConfig } from 'vite';

/** With what the page is built; the product's own configuration, unless a module that is imported before says otherwise. */
export const builtPage: { config: Partial<InlineConfig>; files: Record<string, Uint8Array> } = {
  config: {},
  files: {},
};
