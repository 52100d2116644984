import { mutateBytes } from './mutate-bytes.ts';
import type { Random } from './random.ts';

const oddValues: readonly unknown[] = [
  ...[null, true, false, '', 'A', 'AA', 'AB', 'AA==', '__proto__', '\ud800', [], {}, [[]], { index: 0 }],
  ...[0, -0, -1, 0.5, 1, 2, 63, 64, 65, 1e3, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1e308],
];

/** One to three changes in a copy of a JSON value; `other` is a second corpus entry to take branches from. */
export function mutateJson(random: Random, value: unknown, other: unknown): unknown {
  let result = structuredClone(value);
  for (let left = 1 + random.below(3); left > 0; left--) result = change(random, result, other, 6);
  return result;
}

function change(random: Random, value: unknown, other: unknown, depth: number): unknown {
  const inside = depth > 0 && !random.chance(6);
  if (inside && Array.isArray(value)) return changeList(random, value, other, depth);
  if (inside && typeof value === 'object' && value !== null) return changeObject(random, { ...value }, other, depth);
  if (typeof value === 'string' && !random.chance(6)) return changeText(random, value);
  if (typeof value === 'number' && !random.chance(6)) return value + random.pick([-1, 1, -value, 0.5, 64, 2 ** 32]);
  return random.chance(3) ? structuredClone(branch(random, other)) : random.pick(oddValues);
}

function changeList(random: Random, list: unknown[], other: unknown, depth: number): unknown[] {
  if (list.length === 0) return [structuredClone(branch(random, other))];
  const at = random.below(list.length);
  const copy = [...list];
  switch (random.below(6)) {
    case 0:
      copy.splice(at, 1);
      return copy;
    case 1:
      return [...copy, structuredClone(copy[at])];
    case 2: {
      const to = random.below(list.length);
      [copy[at], copy[to]] = [copy[to], copy[at]];
      return copy;
    }
    case 3:
      return [...copy, structuredClone(branch(random, other))];
    default:
      copy[at] = change(random, copy[at], other, depth - 1);
      return copy;
  }
}

function changeObject(random: Random, object: Record<string, unknown>, other: unknown, depth: number): unknown {
  const names = Object.keys(object);
  if (names.length === 0 || random.chance(12))
    return { ...object, [random.pick(['x', 'role', 'length', 'toJSON'])]: 1 };
  const name = random.pick(names);
  const dice = random.below(12);
  if (dice === 0) delete object[name];
  else if (dice === 1) object[name] = object[random.pick(names)];
  else object[name] = change(random, object[name], other, depth - 1);
  return object;
}

/** Changes text as text, or as the bytes that it stands for in base64url. */
function changeText(random: Random, text: string): string {
  if (random.chance(3)) {
    const at = random.below(text.length + 1);
    return (
      text.slice(0, at) + random.pick(['', '=', '+', '/', '-', '_', 'A', 'B', ' ', '\u0000', 'é']) + text.slice(at + 1)
    );
  }
  const bytes = Uint8Array.from(Buffer.from(text, 'base64url'));
  return Buffer.from(mutateBytes(random, bytes, bytes)).toString('base64url');
}

/** Some value inside `value`. */
function branch(random: Random, value: unknown): unknown {
  let found = value;
  for (let left = random.below(4); left > 0 && typeof found === 'object' && found !== null; left--) {
    const values: unknown[] = Object.values(found);
    if (values.length > 0) found = random.pick(values);
  }
  return found;
}
