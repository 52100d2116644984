/** What the engine refuses. `model-malformed`: tensors, vocabulary or scoring are not what a text pack's are; `no-simd`: WebAssembly SIMD is missing. */
export class EngineError extends Error {
  readonly code: 'model-malformed' | 'no-simd';

  constructor(code: EngineError['code'], message: string) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
  }
}

export function malformed(message: string): EngineError {
  return new EngineError('model-malformed', message);
}
