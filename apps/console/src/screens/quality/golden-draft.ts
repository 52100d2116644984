import type { ProposeGoldenCase } from '@wellhouse/protocol';

/**
 * Messages out of lines: what begins with `>` was written by the one who reports, every other line by the one who is reported,
 * and those are the reported ones.
 */
export function messagesOf(words: string): ProposeGoldenCase['messages'] {
  return words.split('\n').flatMap((line) => {
    const text = line.replace(/^\s*>\s*/, '').trim();
    if (text === '') return [];
    const reporter = /^\s*>/.test(line);
    return [{ from: reporter ? ('reporter' as const) : ('subject' as const), text, reported: !reporter }];
  });
}
