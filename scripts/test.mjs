import { ensureInstalled, handOver } from './lib/toolchain.mjs';

ensureInstalled();
handOver('scripts/test-everything.ts', process.argv.slice(2));
