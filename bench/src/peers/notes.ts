/** Printed beneath the figures of the benches that have peers. */
export const peerNotes: readonly string[] = [
  'Peers are built outside this repository; their commands stand in WELLHOUSE_PEER_PDQ, WELLHOUSE_PEER_HMA (lines "N<TAB>FILE"',
  'to "hash,quality,cpu_us,FILE"), WELLHOUSE_PEER_FAISS and WELLHOUSE_PEER_MIH (as bench/src/search/index-process.ts says).',
];
