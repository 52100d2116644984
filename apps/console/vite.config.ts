import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const safetyServer = process.env.WELLHOUSE_URL ?? 'http://127.0.0.1:8600';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['wellhouse-src', ...defaultClientConditions] },
  build: {
    target: 'es2024',
    // Small files stay files: the content security policy knows no inlined styles or scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // A chunk's imports run before it does: what sets zod up has to run with zod, before any schema is made.
      output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|src\/setup-zod/ }] } },
    },
  },
  server: { host: '127.0.0.1', port: 8610, strictPort: true, proxy: { '/v1': { target: safetyServer } } },
});
