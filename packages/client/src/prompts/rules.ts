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

/** Those that lead with safety: who answered a lesser question is not left alone with one of them where it leaves no line either. */
const withinTheHour: ReadonlySet<AbuseKind> = new Set(['sextortion', 'threat']);

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
  /** The person is asked, and it is logged; what stood is replaced. */
  | { do: 'ask'; kind: AbuseKind }
  /** The question that stands goes to this message, which is no less grave. Nobody is asked again. */
  | { do: 'move'; kind: AbuseKind }
  /** Noticed, and logged: there was a question in this conversation less than an hour ago. */
  | { do: 'note'; kind: AbuseKind }
  /** The classifier did not answer: one line in the log. */
  | { do: 'note-failure' }
  /** Nothing is shown and nothing is kept. */
  | {
      do: 'nothing';
      why: 'nothing-noticed' | 'kind-off' | 'no-pack' | 'undecided-language' | 'asked-before' | 'wiped';
    };

/**
 * Pure. `last` is the conversation's last prompt, `now` this device's clock. The person is asked once an hour. Whoever sends may choose
 * what comes first, and where it stands: so the question that stands unanswered moves to what is no less grave, without being asked
 * again, and what is less grave takes its place an hour after it moved. Two graver kinds do not wait for the hour after "not for me", nor
 * after any answer where no log is kept: each once, since only what is graver counts.
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
  if (last === null) return { do: 'ask', kind };
  if (stands !== null && isGraver(stands.kind, kind)) {
    return { do: isWithinPause(last.movedAt ?? last.shownAt, now) ? 'note' : 'ask', kind };
  }
  if (!isWithinPause(last.shownAt, now)) return { do: 'ask', kind };
  if (stands !== null) return { do: 'move', kind };
  const answered = last.turnedOff ?? (settings.keepsLog ? undefined : last.answered);
  const isNotHeld = answered !== undefined && withinTheHour.has(kind) && isGraver(kind, answered);
  return { do: isNotHeld ? 'ask' : 'note', kind };
}

/** A clock that was set back must not silence a conversation for longer than the pause. */
export function isWithinPause(shownAt: number, now: number): boolean {
  return Math.abs(now - shownAt) < promptPauseMs;
}
