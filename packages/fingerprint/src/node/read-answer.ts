import type { JobAnswer, Print } from './job.ts';

const views: readonly unknown[] = ['whole', 'trimmed', 'flattened', 'frame'] satisfies Print['view'][];

/**
 * What a decoding process says, looked at with care: it had a stranger's file in its hands. Null when it says nonsense,
 * or answers another job than `id`.
 */
export function readAnswer(frame: Buffer, id: string): JobAnswer | null {
  let answer: unknown;
  try {
    answer = JSON.parse(frame.toString('utf8'));
  } catch {
    return null;
  }
  if (!isRecord(answer) || answer.id !== id) return null;
  return (answer.ok === true && isHashed(answer)) || (answer.ok === false && isRefused(answer))
    ? (answer as unknown as JobAnswer)
    : null;
}

function isHashed({ format, width, height, mode, prints }: Record<string, unknown>): boolean {
  if (typeof format !== 'string' || !isCount(width) || !isCount(height)) return false;
  if (mode !== 'exact' && mode !== 'fast') return false;
  return Array.isArray(prints) && prints.length > 0 && prints.every(isPrint) && prints[0].view === 'whole';
}

function isRefused({ code, detail }: Record<string, unknown>): boolean {
  return (code === 'unsupported' || code === 'too-many-pixels') && typeof detail === 'string';
}

function isPrint(print: unknown): boolean {
  if (!isRecord(print)) return false;
  const { view, hashes, quality, box, page } = print;
  if (!views.includes(view) || !isCount(quality) || quality > 100) return false;
  if ((view === 'trimmed') !== isBox(box) || (view === 'frame') !== isCount(page)) return false;
  if (!Array.isArray(hashes) || (hashes.length !== 1 && hashes.length !== 8)) return false;
  return hashes.every((hash) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash));
}

function isBox(box: unknown): boolean {
  return isRecord(box) && [box.left, box.top, box.width, box.height].every(isCount);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
