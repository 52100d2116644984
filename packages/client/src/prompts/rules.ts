import type { AbuseKind, Verdict } from '@wellhouse/classifiers';
import type { StoredPrompt, StoredPromptSettings } from '../storage/prompt-records.ts';

/** At most one prompt in a conversation within this time. */
export const promptPauseMs = 3_600_000;

/** How this device speaks up until its owner says otherwise. No log before it is known that nobody under 18 owns it. */
export const promptsAtFirst: StoredPromptSettings = { isOn: true, off: [], keepsLog: false };

/** The gravest first: as packs choose among several kinds. No kind stands back behind a lesser one. */
export const gravestFirst: readonly AbuseKind[] = [
  'sextortion',
  'threat',
  'sexual',
  'sensitive-picture',
  'hate',
  'insult',
  'spam',
];

function isGraver(kind: AbuseKind, than: AbuseKind): boolean {
  return gravestFirst.indexOf(kind) < gravestFirst.indexOf(than);
}

/** What is known before a message is looked at. */
export interface BeforeLooking {
  readonly sender: string;
  readonly self: string;
  readonly isBlocked: boolean;
  readonly settings: StoredPromptSettings;
  readonly hasWords: boolean;
}

/** Why a message is not looked at; null: it is. A message that is not looked at reaches no classifier. */
export function whyNotLook(before: BeforeLooking): 'off' | 'own' | 'blocked' | 'no-words' | null {
  if (!before.settings.isOn) return 'off';
  if (before.sender === before.self) return 'own';
  if (before.isBlocked) return 'blocked';
  return before.hasWords ? null : 'no-words';
}

export type Outcome =
  /** A prompt is shown, in place of one that stands and is no graver, and logged. */
  | { do: 'ask'; kind: AbuseKind }
  /** Noticed, and logged: a prompt was shown in this conversation less than an hour ago. */
  | { do: 'note'; kind: AbuseKind }
  /** The classifier did not answer: one line in the log. */
  | { do: 'note-failure' }
  /** Nothing is shown and nothing is kept. */
  | {
      do: 'nothing';
      why: 'nothing-noticed' | 'kind-off' | 'no-pack' | 'undecided-language' | 'asked-before' | 'wiped';
    };

/**
 * Pure. `last` is the conversation's last prompt, `now` this device's clock. Whoever sends may choose what comes first, and where it
 * stands: so what is unanswered holds back only what is less grave, and what is no less moves the question to where it was noticed. What
 * was "not for me" holds back what is no graver, and so does an answer where no log is kept: what is graver is never left without either.
 */
export function decidePrompt(input: {
  verdict: Verdict;
  messageId: string;
  sender: string;
  settings: StoredPromptSettings;
  last: StoredPrompt | null;
  now: number;
}): Outcome {
  const { verdict, messageId, sender, settings, last, now } = input;
  const kind = verdict.prompt;
  if (verdict.silent === 'unavailable') return { do: 'note-failure' };
  if (verdict.silent !== null) return { do: 'nothing', why: verdict.silent };
  if (kind === null) return { do: 'nothing', why: 'nothing-noticed' };
  if (settings.off.includes(kind)) return { do: 'nothing', why: 'kind-off' };
  const stands = last?.question ?? null;
  if (last?.messageId === messageId && stands?.sender === sender && stands.kind === kind) {
    return { do: 'nothing', why: 'asked-before' };
  }
  if (last === null || !isWithinPause(last.shownAt, now)) return { do: 'ask', kind };
  if (stands !== null) return { do: isGraver(stands.kind, kind) ? 'note' : 'ask', kind };
  const answered = last.turnedOff ?? (settings.keepsLog ? undefined : last.answered);
  return { do: answered !== undefined && isGraver(kind, answered) ? 'ask' : 'note', kind };
}

/** A clock that was set back must not silence a conversation for longer than the pause. */
export function isWithinPause(shownAt: number, now: number): boolean {
  return Math.abs(now - shownAt) < promptPauseMs;
}
