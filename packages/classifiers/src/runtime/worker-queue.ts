import { releaseKeys } from '../pack/release-keys.ts';
import type { PackCard, Verdict } from '../verdict.ts';
import { type Clock, restAfter, systemClock } from './clock.ts';
import { createKnownVersions } from './known-versions.ts';
import { createPackLoader, type LoadedPack } from './load-packs.ts';
import type { ClassifierProblem, FromWorker } from './messages.ts';
import type { ClassifierLimits, ClassifierOptions } from './options.ts';
import { readAnswer } from './read-answer.ts';
import { silent } from './silent.ts';
import { type Asked, createWaitingList } from './waiting-list.ts';
import type { StartWorker, WorkerLine } from './worker-line.ts';

/** So many answers in a row make a worker one that lives. */
const calm = 20;
/** Milliseconds of a rest through which messages wait for the next worker. */
const longestWait = 10_000;

export interface WorkerQueue {
  ask(asked: Asked): Promise<Verdict>;
  readonly packs: readonly PackCard[];
  close(): void;
}

/**
 * The side of whoever asks. A worker that dies or hangs at a message costs that message its verdict: it is answered `unavailable` at once,
 * and those that wait are asked about again, by another worker, after a rest that grows. Where the rest is long, or no worker gets
 * ready, they are answered, too.
 */
export function createWorkerQueue(
  options: ClassifierOptions,
  startWorker: StartWorker,
  clock: Clock = systemClock,
): WorkerQueue {
  const limits: ClassifierLimits = { loadSeconds: 60, messageSeconds: 10, waiting: 1_000, ...options.limits };
  const versions = createKnownVersions(options.versions);
  const packs = createPackLoader(options.packs, limits.loadSeconds * 500, clock, report);
  const waiting = createWaitingList(limits.waiting);
  /** `starting`: packs are on their way; `opening`: the worker has them; `resting`: another worker will start for those that wait. */
  let state: 'idle' | 'starting' | 'opening' | 'ready' | 'busy' | 'resting' | 'closed' = 'idle';
  let line: WorkerLine | null = null;
  /** Grows with every worker; what an earlier one says is not heard. */
  let turn = 0;
  let cards: readonly PackCard[] = [];
  /** Packs that could be loaded after all, until the worker has a moment. */
  let late: readonly LoadedPack[] = [];
  let lastId = 0;
  let deaths = 0;
  let answersInARow = 0;
  let notBefore = 0;
  let stopClock: () => void = () => undefined;

  /** Its worker starts while packs are on their way. */
  function start(): void {
    state = 'starting';
    cards = [];
    late = [];
    const own = ++turn;
    deadline(limits.loadSeconds);
    packs
      .load()
      .then((loaded) => {
        if (own !== turn || !loaded) return;
        if (loaded.length === 0 && packs.missing.length > 0) fail(null, 'no pack was loaded');
        else hand(loaded);
      })
      .catch((error: unknown) => {
        if (own === turn) fail('worker-died', error instanceof Error ? error.message : String(error));
      });
    try {
      const started = startWorker({
        message: (message) => own === turn && hear(message),
        died: (detail) => own === turn && fail('worker-died', detail),
      });
      if (own === turn) line = started;
      else started.close();
    } catch (error) {
      if (own === turn) fail('worker-died', error instanceof Error ? error.message : String(error));
    }
  }

  /** Gives a worker its packs. */
  function hand(loaded: readonly LoadedPack[]): void {
    state = 'opening';
    deadline(limits.loadSeconds / 2);
    line?.post(
      {
        type: 'open',
        packs: loaded,
        missing: packs.missing,
        trustedKeys: [...(options.trustedKeys ?? releaseKeys)],
        minimumVersions: versions.all(),
      },
      loaded.map(({ bytes }) => bytes.buffer),
    );
  }

  /**
   * A message has come: what is missing is loaded once more, after a rest. Whoever serves packs sees that one came, as they may know anyway;
   * so this looks neither at the message nor at what is said of it, and waits for nothing that depends on either.
   */
  function loadMissing(): void {
    if (line === null) return;
    const own = turn;
    packs.loadMissing()?.then((loaded) => {
      if (own !== turn || !loaded) return;
      late = [...late, ...loaded];
      next();
    });
  }

  function hear(said: unknown): void {
    const message = readAnswer(said);
    if (message?.type === 'opened' && state === 'opening') opened(message);
    else if (message?.type === 'verdict' && state === 'busy' && message.id === waiting.first?.id) answered(message);
    else fail('worker-died', message?.type === 'refused' ? message.detail : 'its worker said what nobody asked');
  }

  function opened(message: FromWorker & { type: 'opened' }): void {
    stopClock();
    const ids = new Set(message.cards.map(({ id }) => id));
    cards = [...cards.filter(({ id }) => !ids.has(id)), ...message.cards];
    versions.saw(message.versions);
    // one that was signed as it is, and is of no use, will not be better when it comes again
    const refused = message.problems.filter(({ code }) => code !== 'pack-unusable');
    packs.refuse(refused.flatMap(({ language }) => language ?? []));
    for (const problem of message.problems) report(problem);
    goOn();
  }

  function answered({ verdict, problem }: FromWorker & { type: 'verdict' }): void {
    stopClock();
    answersInARow += 1;
    if (answersInARow >= calm) deaths = 0;
    waiting.shift()?.answer(verdict);
    if (problem) report(problem);
    goOn();
  }

  function goOn(): void {
    state = 'ready';
    next();
  }

  function next(): void {
    while (state === 'ready' && line) {
      if (late.length > 0) {
        const loaded = late;
        late = [];
        hand(loaded);
        return;
      }
      const { first } = waiting;
      if (!first) return;
      try {
        line.post({ ...first.question, id: first.id }, first.transfer);
        state = 'busy';
        deadline(limits.messageSeconds);
      } catch {
        // it cannot be handed over, as a picture cannot that has been already; nothing was sent
        waiting.shift()?.answer(silent(null, 'unavailable'));
      }
    }
  }

  function fail(code: 'worker-died' | 'worker-hung' | null, detail: string): void {
    const lost = state === 'busy' ? waiting.shift() : undefined;
    const rest = restAfter(deaths);
    deaths += 1;
    answersInARow = 0;
    notBefore = clock.now() + rest;
    endWorker();
    lost?.answer(silent(null, 'unavailable'));
    if (lost === undefined || waiting.length === 0 || rest > longestWait) {
      state = 'idle';
      answerAll();
    } else if (rest > 0) {
      state = 'resting';
      stopClock = clock.after(rest, start);
    } else start();
    if (code) report({ code, language: null, detail });
  }

  function endWorker(): void {
    stopClock();
    turn += 1;
    packs.stop();
    line?.close();
    line = null;
  }

  function answerAll(): void {
    for (const { answer } of waiting.empty()) answer(silent(null, 'unavailable'));
  }

  function deadline(seconds: number): void {
    stopClock();
    const detail = state === 'busy' ? 'a message was not answered in time' : 'the packs were not loaded in time';
    stopClock = clock.after(seconds * 1_000, () => fail('worker-hung', detail));
  }

  function report(problem: ClassifierProblem): void {
    try {
      options.onProblem?.(problem);
    } catch {
      // whoever listens must not stop what it listens to
    }
  }

  return {
    get packs() {
      return cards;
    },
    ask(asked) {
      loadMissing();
      const isResting = state === 'idle' && clock.now() < notBefore;
      const leaving = state === 'closed' || isResting ? null : waiting.makeRoomFor(asked, state === 'busy');
      if (leaving === null) return Promise.resolve(silent(null, 'unavailable'));
      for (const { answer } of leaving) answer(silent(null, 'unavailable'));
      return new Promise((answer) => {
        waiting.add({ ...asked, id: ++lastId, answer }, state === 'busy');
        if (state === 'idle') start();
        else next();
      });
    },
    close() {
      endWorker();
      state = 'closed';
      answerAll();
    },
  };
}
