/** A decoder that every picture ends. */
process.stdin.once('data', () => process.exit(7));
