import { ensureInstalled, handOver } from './lib/toolchain.mjs';

ensureInstalled();
handOver('scripts/verify-everything.ts', process.argv.slice(2));
