import { ensureInstalled, handOver } from './lib/toolchain.mjs';

ensureInstalled();
handOver('scripts/build-apps.ts', process.argv.slice(2));
