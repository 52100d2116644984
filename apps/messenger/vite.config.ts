import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['wellhouse-src', ...defaultClientConditions] },
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 1_000 },
  // For work on the page: the delivery service runs beside it.
  server: {
    host: '127.0.0.1',
    port: 8701,
    proxy: { '/api': { target: 'http://127.0.0.1:8700', ws: true }, '/config.json': 'http://127.0.0.1:8700' },
  },
});
