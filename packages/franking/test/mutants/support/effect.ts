import { AssertionError } from 'node:assert/strict';

/**
 * What a failed test says became possible without a check.
 * - `accepted`: what is forged is shown, verified, accepted or decoded.
 * - `differs`: work is done, a number taken, a contradiction or the one at fault missed or invented.
 * - `thrown`: an error leaves a function that must not throw.
 * - `code-only`: it is still refused, under another code, or an honest value is another one.
 * - `crash`: the mutant falls over, which tells nothing about the check.
 */
export type Effect = 'accepted' | 'differs' | 'thrown' | 'code-only' | 'crash';

/** Whether something passes that must not. */
export function isPassing(effect: Effect): boolean {
  return effect === 'accepted' || effect === 'differs' || effect === 'thrown';
}

/** What tests write for something that was taken. Everything else that is one word, they write for a refusal. */
const acceptances: readonly unknown[] = [
  'accepted',
  'franked',
  'ok',
  'shown',
  'shown without a frank',
  'verified',
  true,
];
/** Says who is at fault, so that it is no refusal like others: given wrongly or missed, it is another outcome. */
const findings: readonly unknown[] = ['hub-at-fault'];
const accepting = ['an attacked message was shown', 'forged evidence was accepted'];

/** Anything that is not known to be an acceptance, work or a throw is `code-only`, which kills nothing. */
export function effectOf(error: unknown): Effect {
  if (error instanceof Error && error.message.startsWith('Property failed') && error.cause)
    return effectOf(error.cause);
  if (isCrash(error)) return 'crash';
  if (!(error instanceof AssertionError)) return isThrownBySource(error) ? 'thrown' : 'code-only';
  const { actual, expected, message } = error;
  switch (`${error.operator}`) {
    case '==':
      if (message.startsWith('threw ')) return 'thrown';
      return accepting.includes(message) || /^[^\n]*falsy value:\s+assert\.ok\(!/.test(message)
        ? 'accepted'
        : 'code-only';
    case 'throws':
    case 'rejects':
      if (message.startsWith('Missing expected')) return 'accepted';
      return isCrash(actual) ? 'crash' : 'code-only';
    case 'notStrictEqual':
    case 'notDeepStrictEqual':
      return 'accepted';
    case 'match':
      return acceptances.includes(actual) ? 'accepted' : 'code-only';
    default:
      return compare(actual, expected);
  }
}

function compare(actual: unknown, expected: unknown): Effect {
  if (findings.includes(actual) !== findings.includes(expected)) return 'differs';
  if (acceptances.includes(actual) && !acceptances.includes(expected)) return 'accepted';
  if (typeof actual === 'number' || typeof actual === 'bigint') return actual === expected ? 'code-only' : 'differs';
  if (Array.isArray(actual) && Array.isArray(expected)) return compareLists(actual, expected);
  if (!isRecord(actual) || !isRecord(expected)) return 'code-only';
  // the number of the rule goes with its code
  const fields = Object.keys(actual).filter((name) => name !== 'rule');
  return strongest(fields.map((name) => compare(actual[name], expected[name])));
}

function compareLists(actual: readonly unknown[], expected: readonly unknown[]): Effect {
  const verdicts = [...actual, ...expected].every((item) => typeof item === 'string');
  if (actual.length !== expected.length && !verdicts) return 'differs';
  return strongest(actual.map((item, index) => compare(item, expected[index])));
}

function strongest(effects: readonly Effect[]): Effect {
  return effects.find((effect) => effect === 'accepted') ?? effects.find(isPassing) ?? 'code-only';
}

function isCrash(error: unknown): boolean {
  return (
    error instanceof SyntaxError ||
    error instanceof ReferenceError ||
    (error instanceof TypeError && !('code' in error)) ||
    error instanceof RangeError
  );
}

/** And not by the test, whose own preparations may fail under a mutant. */
function isThrownBySource(error: unknown): boolean {
  const [frame = ''] = (error instanceof Error ? (error.stack ?? '') : '').match(/^ +at .*$/m) ?? [];
  return /\/packages\/(franking|hub)\/src\//.test(frame);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !(value instanceof Error);
}
