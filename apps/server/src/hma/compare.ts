import { hammingDistance, parseHash } from '@wellhouse/fingerprint';
import { badRequest } from './hma-error.ts';
import { readSignal, signalTypeOf, whyInvalid } from './signal-types.ts';

/** Hashes no farther apart are a match (Meta's own threshold). */
const radius = 31;

type Comparison = readonly [match: boolean, distance: { readonly distance?: number }];

/**
 * Compares pairs of signals: `{"pdq": [a, b]}` becomes `{"pdq": [true, {"distance": 9}]}`; digests have no distance.
 * @throws HmaError 400
 */
export function compareSignals(body: unknown): Record<string, Comparison> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('Request input was not a dict');
  const results: Record<string, Comparison> = {};
  for (const [name, pair] of Object.entries(body)) {
    if (!Array.isArray(pair)) throw badRequest(`Comparison hashes for ${name} was not a list`);
    if (pair.length !== 2) throw badRequest('Comparison hash list length must be exactly 2');
    const type = signalTypeOf(name);
    const [left, right] = pair.map((text) => readSignal(type, text));
    if (typeof left !== 'string' || typeof right !== 'string') {
      throw badRequest(`Invalid ${name} hash: ${whyInvalid(type)}`);
    }
    if (type.kind === 'pdq') {
      const distance = hammingDistance(parseHash(left), parseHash(right));
      results[name] = [distance <= radius, { distance }];
    } else results[name] = [left === right, {}];
  }
  return results;
}
