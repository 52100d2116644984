import { ensureInstalled, handOver } from './lib/toolchain.mjs';

ensureInstalled();
handOver('bench/src/main.ts', process.argv.slice(2));
