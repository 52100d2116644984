import { abuseKinds } from '../verdict.ts';
import type { FromWorker } from './messages.ts';

/** What a worker said, if it is something that a worker says; it may be a broken one. */
export function readAnswer(said: unknown): FromWorker | null {
  if (!isObject(said)) return null;
  const { type, id, verdict, cards, versions, problems, problem, detail } = said;
  if (type === 'refused' && typeof detail === 'string') return { type, detail };
  if (
    type === 'verdict' &&
    Number.isSafeInteger(id) &&
    isVerdict(verdict) &&
    (problem === undefined || isProblem(problem))
  ) {
    return said as unknown as FromWorker;
  }
  if (type !== 'opened' || !Array.isArray(cards) || !Array.isArray(problems) || !isObject(versions)) return null;
  const sound = cards.every(isCard) && problems.every(isProblem) && Object.values(versions).every(Number.isSafeInteger);
  return sound ? (said as unknown as FromWorker) : null;
}

function isVerdict(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.scores)) return false;
  const { scores, prompt, language, silent, drill = false } = value;
  return (
    Object.values(scores).every((score) => typeof score === 'number' && score >= 0 && score <= 1) &&
    (prompt === null || abuseKinds.some((kind) => kind === prompt)) &&
    (language === null || typeof language === 'string') &&
    (silent === null || silent === 'no-pack' || silent === 'undecided-language' || silent === 'unavailable') &&
    typeof drill === 'boolean'
  );
}

function isCard(value: unknown): boolean {
  return isObject(value) && typeof value.id === 'string' && Number.isSafeInteger(value.version);
}

function isProblem(value: unknown): boolean {
  return isObject(value) && typeof value.code === 'string' && typeof value.detail === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
