import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: { conditions: ['wellhouse-src', 'browser', 'module', 'import', 'default'] },
  // found late, they would make the page load again in the middle of a test
  optimizeDeps: {
    include: [
      ...['react', 'react-dom', 'react-dom/client', 'react/jsx-dev-runtime', 'react-aria-components', 'axe-core'],
      ...['@lingui/core', '@lingui/message-utils/compileMessage', 'idb', 'zod'],
      ...['@hpke/core', '@hpke/hybridkem-x-wing', '@noble/curves/ed25519.js', '@noble/hashes/sha2.js'],
      ...['@noble/hashes/hmac.js', '@noble/hashes/utils.js'],
    ],
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', '../../scripts/tally-reporter.ts'],
    testTimeout: 60_000,
    // what is waited for comes when it comes: the usual second is soon over on a busy machine
    expect: { poll: { timeout: 30_000 } },
    api: { host: '127.0.0.1' },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        // what is judged is what stands still: a screen that fades in has the contrast of a half-drawn one
        contextOptions: { reducedMotion: 'reduce' },
        launchOptions: {
          executablePath: chromium,
          args: [
            ...['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
            ...['--disable-sync', '--disable-quic', '--no-first-run'],
          ],
        },
      }),
      instances: [{ browser: 'chromium', viewport: { width: 1000, height: 800 } }],
    },
  },
});
