import type { AbuseKind, PackCard, TextClassifier, Verdict } from '@wellhouse/classifiers';
import type { Schedule, WellhouseEvent } from '../context.ts';
import { forgetPeople } from '../recontact/forget-people.ts';
import type { StoredLogLine, StoredPrompt, StoredPromptSettings } from '../storage/prompt-records.ts';
import type { WellhouseStorage } from '../storage/wellhouse-storage.ts';
import { askInTime } from './ask-in-time.ts';
import { createLocalLog } from './local-log.ts';
import { logLineLifeMs } from './log-lines.ts';
import { decidePrompt, isWithinPause, type Outcome, promptPauseMs, promptsAtFirst, whyNotLook } from './rules.ts';

/** A message that was received, verified, and is shown. */
export interface LookedAtMessage {
  /** One id for a conversation, as your app has it. */
  conversationId: string;
  /** Under which message the prompt stands: for an edit, the message that it changed. */
  messageId: string;
  /** As the message layer authenticated it. */
  sender: string;
  text: string;
}

/** A question to the person on this device. Holds no word of the message. */
export interface Prompt {
  readonly conversationId: string;
  readonly messageId: string;
  readonly sender: string;
  readonly kind: AbuseKind;
  /** When the person was asked; milliseconds, this device's clock. A question that moves to another message keeps it: it is the same. */
  readonly askedAt: number;
}

/** What runs here, for the settings page. */
export interface PromptRuntime {
  /** `none`: the app gave no classifier. `failing`: the last message that was looked at got no answer. */
  readonly state: 'none' | 'ready' | 'failing';
  readonly packs: readonly PackCard[];
}

/** Abuse that this device notices in what its owner receives. Tells nobody, and cannot: it is given no network. */
export interface Prompts {
  /**
   * Looks at one message and may make a prompt of it, or have the one that stands move to it. Call it once a message (or an edit of it) is stored, never wait for it before
   * you show the message for longer than a moment, and never show less because of it. Never rejects. `isStillShown` is asked when
   * something was noticed, which may be later: nothing is asked or written down about a message that is gone by then, or whose sender is
   * muted. Of a classifier that was busy for too long it resolves to null; what it says within the hour counts all the same (`prompts` event).
   */
  look(message: LookedAtMessage, isStillShown?: () => Promise<boolean>): Promise<Prompt | null>;
  /** The prompt that stands in a conversation; null if there is none, it was answered, or its sender is blocked. */
  open(conversationId: string): Promise<Prompt | null>;
  /** The person answered, or wants it gone. The next prompt in the conversation waits for the hour, unless the sender is blocked. */
  close(prompt: Pick<Prompt, 'conversationId' | 'messageId'>): Promise<void>;
  /**
   * Nothing is drawn there any more under which the prompt could stand: the message is gone or was removed, or its sender is muted. It
   * goes as if it had never been, so that nobody can silence a conversation with what is gone.
   */
  withdraw(prompt: Pick<Prompt, 'conversationId' | 'messageId'>): Promise<void>;
  settings(): Promise<StoredPromptSettings>;
  /** "Not for me" is `{ kind, isOn: false }`: no more prompts of this kind, nothing logged, open ones closed. */
  setKind(change: { kind: AbuseKind; isOn: boolean }): Promise<void>;
  /** Off: no message reaches the classifier. */
  setOn(isOn: boolean): Promise<void>;
  /** Off: nothing is written down any more, and what was is gone. */
  setKeepsLog(keepsLog: boolean): Promise<void>;
  /**
   * Who is under 18 has no log until they turn it on: others may look into their device. Call it when the age is known or changes; until
   * then it is as for somebody who is.
   */
  setMinor(isMinor: boolean): Promise<void>;
  runtime(): PromptRuntime;
  /** What was noticed on this device, newest first. Only its owner sees it. */
  log(): Promise<StoredLogLine[]>;
  /**
   * Leaves no trace of what was noticed: the log, open questions, when there was one, and who may have come back. What is switched off
   * stays off.
   */
  wipeLog(): Promise<void>;
}

/** Everything that prompts are given. There is no `fetch` among it, and no transport. */
export interface PromptContext {
  readonly accountId: string;
  readonly storage: WellhouseStorage;
  readonly classifier: TextClassifier | null;
  /** What the person reads, best first; BCP 47. */
  readonly languages: readonly string[];
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly schedule: Schedule;
  readonly emit: (event: WellhouseEvent) => void;
}

/** How often was wiped what a verdict may be written down in, when a message was begun with. */
interface Since {
  readonly all: number;
  readonly log: number;
}

export function createPrompts(context: PromptContext): Prompts {
  const { accountId: self, storage, classifier, clock, schedule, emit } = context;
  const log = createLocalLog(context);
  let isFailing = false;
  let wipes = 0;
  const changed = (): void => emit({ type: 'prompts' });
  const settings = async (): Promise<StoredPromptSettings> =>
    (await storage.get('promptSettings', 'self')) ?? promptsAtFirst;

  async function changeSettings(
    change: (current: StoredPromptSettings) => Partial<StoredPromptSettings>,
  ): Promise<void> {
    await storage.update('promptSettings', 'self', (stored) => {
      const current = stored ?? promptsAtFirst;
      return { ...current, ...change(current) };
    });
  }

  /** That nothing answered says nothing about anybody: only who wants no log at all gets no line of it. */
  async function write(line: StoredLogLine, { log: wiped }: Since): Promise<void> {
    const { keepsLog, hasChosenLog = false } = await settings();
    if (keepsLog || (line.what === 'unavailable' && !hasChosenLog)) await log.write(line, wiped);
  }

  /** What becomes of a verdict; where it is a prompt, it is written down with nothing in between, also against other tabs. */
  async function outcomeOf(
    message: LookedAtMessage,
    verdict: Verdict,
    since: Since,
  ): Promise<{ outcome: Outcome; prompt: Prompt | null }> {
    const { conversationId, messageId, sender } = message;
    const rules = { verdict, messageId, sender, settings: await settings(), now: clock() };
    const blocked = new Set((await storage.list('block')).map(({ accountId }) => accountId));
    // a question about somebody who was blocked since is not shown, and holds nothing back
    const shown = (last: StoredPrompt | undefined): StoredPrompt | null =>
      last === undefined || (last.question !== null && blocked.has(last.question.sender)) ? null : last;
    const first = decidePrompt({ ...rules, last: shown(await storage.get('prompt', conversationId)) });
    if (first.do !== 'ask' && first.do !== 'move') return { outcome: first, prompt: null };
    let outcome: Outcome = first;
    let prompt: Prompt | null = null;
    await storage.update('prompt', conversationId, (current) => {
      const last = shown(current);
      outcome = since.all === wipes ? decidePrompt({ ...rules, last }) : { do: 'nothing', why: 'wiped' };
      prompt = null;
      if (outcome.do !== 'ask' && outcome.do !== 'move') return current ?? null;
      const isMoved = outcome.do === 'move' && last !== null;
      const stored: StoredPrompt = {
        ...{ conversationId, messageId, question: { sender, kind: outcome.kind } },
        ...(isMoved ? { shownAt: last.shownAt, movedAt: rules.now } : { shownAt: rules.now }),
      };
      prompt = promptOf(stored);
      return stored;
    });
    return { outcome, prompt };
  }

  async function act(
    message: LookedAtMessage,
    { outcome, prompt }: { outcome: Outcome; prompt: Prompt | null },
    since: Since,
  ): Promise<Prompt | null> {
    const { conversationId, messageId, sender } = message;
    const at = clock();
    switch (outcome.do) {
      case 'nothing':
        return null;
      case 'note-failure':
        await write({ what: 'unavailable', count: 1, at, until: at }, since);
        changed();
        return null;
      case 'ask':
      case 'move':
      case 'note': {
        const about = { kind: outcome.kind, conversationId, messageId, sender };
        await write({ what: 'noticed', asked: outcome.do === 'ask', at, ...about }, since);
        changed();
        return prompt;
      }
      default:
        return outcome satisfies never;
    }
  }

  async function isLookedAt({ sender, text }: LookedAtMessage): Promise<boolean> {
    const isBlocked = (await storage.get('block', sender)) !== undefined;
    const hasWords = text.trim() !== '';
    return whyNotLook({ sender, self, isBlocked, hasWords, settings: await settings() }) === null;
  }

  async function look(message: LookedAtMessage, isStillShown: () => Promise<boolean>): Promise<Prompt | null> {
    await forgetAnswered();
    if (classifier === null) return null;
    const since: Since = { all: wipes, log: log.wipes() };
    if (!(await isLookedAt(message))) return null;
    const about = { text: message.text, languages: context.languages };
    const { verdict, late } = await askInTime(classifier, about, context);
    isFailing = verdict.silent === 'unavailable';
    late
      ?.then(async (verdict) => {
        // that it did not answer in time has its line already
        if (verdict.silent === 'unavailable') return;
        isFailing = false;
        await conclude(message, verdict, { since, isStillShown });
      })
      .catch(() => {});
    return conclude(message, verdict, { since, isStillShown });
  }

  async function conclude(
    message: LookedAtMessage,
    verdict: Verdict,
    { since, isStillShown }: { since: Since; isStillShown: () => Promise<boolean> },
  ): Promise<Prompt | null> {
    // a verdict takes its time, in which its owner may have blocked, muted, or switched it off
    if (!(await isLookedAt(message)) || (verdict.prompt !== null && !(await isStillShown()))) return null;
    return act(message, await outcomeOf(message, verdict, since), since);
  }

  async function closeWhere(
    isMeant: (prompt: StoredPrompt) => boolean,
    answer: Pick<Partial<StoredPrompt>, 'shownAt' | 'turnedOff' | 'answered'> = {},
  ): Promise<void> {
    const meant = (await storage.list('prompt')).filter((prompt) => prompt.question !== null && isMeant(prompt));
    for (const { conversationId } of meant) {
      await storage.update('prompt', conversationId, (current) => {
        if (current === undefined) return null;
        if (!isMeant(current)) return current;
        const { movedAt: _, ...asked } = current;
        return { ...asked, question: null, ...answer };
      });
    }
    await forgetAnswered();
    if (meant.length > 0) schedule(promptPauseMs, () => void forgetAnswered().catch(() => {}));
  }

  /** That somebody was asked is kept for the hour in which nobody is asked again. */
  async function forgetAnswered(): Promise<void> {
    const now = clock();
    const isOver = ({ question, shownAt }: StoredPrompt): boolean => question === null && !isWithinPause(shownAt, now);
    for (const { conversationId } of (await storage.list('prompt')).filter(isOver)) {
      // another tab may have asked meanwhile
      await storage.update('prompt', conversationId, (current) =>
        current === undefined || isOver(current) ? null : current,
      );
    }
  }

  /** A question that nobody answered goes with the log's lines. */
  const prune = async (): Promise<void> => {
    await log.prune();
    await closeWhere(({ shownAt }) => clock() - shownAt >= logLineLifeMs);
  };

  async function wipe(): Promise<void> {
    wipes += 1;
    await log.wipe();
    const prompts = await storage.list('prompt');
    await storage.write(prompts.map(({ conversationId }) => ({ store: 'prompt', key: conversationId, value: null })));
    await forgetPeople(storage);
    changed();
    emit({ type: 'recontact' });
  }

  /** Since when something is off, after it was switched; switching off again what is off changes nothing. */
  function since(
    { offSince = {} }: StoredPromptSettings,
    what: AbuseKind | 'all',
    isOn: boolean,
  ): Pick<StoredPromptSettings, 'offSince'> {
    const { [what]: before, ...others } = offSince;
    return { offSince: isOn ? others : { ...others, [what]: before ?? clock() } };
  }

  prune().catch(() => {});

  return {
    settings,
    // storage that cannot be written must not keep a message from being shown
    look: (message, isStillShown = async () => true) => look(message, isStillShown).catch(() => null),
    async open(conversationId) {
      const prompt = await storage.get('prompt', conversationId);
      if (!prompt?.question || (await storage.get('block', prompt.question.sender)) !== undefined) return null;
      return promptOf(prompt);
    },
    async close({ conversationId, messageId }) {
      const question = (await storage.get('prompt', conversationId))?.question ?? null;
      const isStopped = question !== null && (await storage.get('block', question.sender)) !== undefined;
      const { keepsLog } = await settings();
      const answered = question !== null && !keepsLog ? { answered: question.kind } : {};
      await closeWhere(isUnder({ conversationId, messageId }), isStopped ? { shownAt: 0 } : answered);
      changed();
    },
    async withdraw(prompt) {
      await closeWhere(isUnder(prompt), { shownAt: 0 });
      changed();
    },
    async setKind({ kind, isOn }) {
      await changeSettings((current) => {
        const others = current.off.filter((other) => other !== kind);
        return { off: isOn ? others : [...others, kind], ...since(current, kind, isOn) };
      });
      if (!isOn) await closeWhere(({ question }) => question?.kind === kind, { turnedOff: kind });
      changed();
    },
    async setOn(isOn) {
      await changeSettings((current) => ({ isOn, ...since(current, 'all', isOn) }));
      if (!isOn) await closeWhere(() => true);
      changed();
    },
    async setKeepsLog(keepsLog) {
      await changeSettings(() => ({ keepsLog, hasChosenLog: true }));
      if (!keepsLog) await log.wipe();
      changed();
    },
    async setMinor(isMinor) {
      const { keepsLog, hasChosenLog } = await settings();
      if (hasChosenLog || keepsLog !== isMinor) return;
      await changeSettings((current) => (current.hasChosenLog ? {} : { keepsLog: !isMinor }));
      if (isMinor) await log.wipe();
      changed();
    },
    runtime() {
      if (classifier === null) return { state: 'none', packs: [] };
      return { state: isFailing ? 'failing' : 'ready', packs: classifier.packs };
    },
    async log() {
      await forgetAnswered();
      return log.read();
    },
    wipeLog: wipe,
  };
}

/** What is asked, if anything is. */
function promptOf({ conversationId, messageId, shownAt, question }: StoredPrompt): Prompt | null {
  return question === null ? null : { conversationId, messageId, ...question, askedAt: shownAt };
}

function isUnder(prompt: Pick<Prompt, 'conversationId' | 'messageId'>): (stored: StoredPrompt) => boolean {
  return ({ conversationId, messageId }) => conversationId === prompt.conversationId && messageId === prompt.messageId;
}
