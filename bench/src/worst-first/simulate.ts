import { countVoice } from '../../../apps/server/src/cases/count-voice.ts';
import { noVoices } from '../../../apps/server/src/cases/score.ts';
import { saidPlaces } from '../../../apps/server/src/queues/place-value.ts';
import { addOutcome, type ReporterRecord } from '../../../apps/server/src/reporters/reporter-record.ts';
import { type CaseFacts, clockMinutesOf, type Placed } from './orders.ts';
import { createWaitingCases, type Waiting } from './waiting-cases.ts';
import { type Arrival, handlingOf, staffAt, worldEnd } from './world.ts';

export interface SeenCase extends Waiting {
  /** Subject and kind. */
  readonly key: string;
  readonly category: string;
  readonly source: Arrival['source'];
  genuine: boolean;
  facts: CaseFacts;
  readonly openedAt: number;
  /** Minutes; null: nobody looked before the world ended. */
  seenAt: number | null;
  readonly reporters: Set<string>;
}

export interface Outcome {
  readonly cases: readonly SeenCase[];
  /** Of the staff's time in the whole world. */
  readonly busyShare: number;
}

const epoch = Date.UTC(2026, 10, 2);
const dateOf = (minutes: number) => new Date(epoch + Math.round(minutes * 60_000));

/** Lets a team work off these arrivals in this order. Whoever is free takes the first case; nobody is torn away from one. */
export function simulate(seed: number, arrivals: readonly Arrival[], order: (facts: CaseFacts) => Placed): Outcome {
  const waiting = createWaitingCases<SeenCase>();
  const undecided = new Map<string, SeenCase>();
  const decided = new Set<string>();
  const records = new Map<string, ReporterRecord>();
  const cases: SeenCase[] = [];
  /** Undecided cases of a kind that have one of its places for what nothing stands behind. */
  const places = new Map<string, Set<SeenCase>>();
  const working: { until: number; file: SeenCase }[] = [];
  let worked = 0;
  let staffed = 0;

  const place = (file: SeenCase) => {
    const taken = places.get(file.category) ?? new Set<SeenCase>();
    places.set(file.category, taken);
    const crowded = !taken.has(file) && taken.size >= saidPlaces;
    const { lane, rank, urgency, saidPlace } = order({ ...file.facts, crowded });
    if (saidPlace) taken.add(file);
    else taken.delete(file);
    file.version += 1;
    waiting.put(file, lane, rank, (at) => urgency(dateOf(at)));
  };
  const join = (arrival: Arrival) => {
    const key = `${arrival.subject} ${arrival.category}`;
    const at = dateOf(arrival.at);
    // What was decided answers who reports it later; a brigade goes on.
    if (arrival.source === 'ordinary' && decided.has(key)) return;
    const found = undecided.get(key) ?? open(arrival, key, at);
    if (found.taken || found.reporters.has(arrival.reporter)) return;
    found.reporters.add(arrival.reporter);
    found.genuine ||= arrival.genuine;
    const { facts } = found;
    const dangerNow = facts.dangerNow || arrival.dangerNow;
    const due = at.getTime() + clockMinutesOf(arrival.category, dangerNow) * 60_000;
    found.facts = {
      ...facts,
      dangerNow,
      level: best(facts.level, arrival.level),
      reports: facts.reports + 1,
      voices: countVoice(facts.voices, records.get(arrival.reporter) ?? null, at),
      dueAt: new Date(Math.min(facts.dueAt.getTime(), due)),
    };
    place(found);
  };
  const open = (arrival: Arrival, key: string, openedAt: Date): SeenCase => {
    const { category, genuine, source } = arrival;
    const dueAt = new Date(openedAt.getTime() + 365 * 86_400_000);
    const file: SeenCase = {
      ...{
        key,
        id: cases.length,
        version: 0,
        taken: false,
        category,
        source,
        genuine,
        seenAt: null,
        openedAt: arrival.at,
      },
      reporters: new Set(),
      facts: {
        category,
        level: 'ASSERTED',
        reports: 0,
        voices: noVoices,
        dangerNow: false,
        openedAt,
        dueAt,
        crowded: false,
      },
    };
    undecided.set(key, file);
    cases.push(file);
    return file;
  };
  const finish = (now: number) => {
    for (let n = working.length - 1; n >= 0; n--) {
      const one = working[n];
      if (one === undefined || one.until > now) continue;
      working.splice(n, 1);
      const at = dateOf(one.until);
      const outcome = one.file.genuine ? 'upheld' : 'dismissed';
      for (const reporter of one.file.reporters) {
        records.set(reporter, addOutcome(records.get(reporter) ?? null, outcome, at, one.file.reporters.size));
      }
      undecided.delete(one.file.key);
      places.get(one.file.category)?.delete(one.file);
      decided.add(one.file.key);
    }
  };

  let next = 0;
  // A quarter of a minute a step: shorter than anything that is measured.
  for (let now = 0; now < worldEnd; now += 0.25) {
    if (working.some(({ until }) => until <= now)) finish(now);
    for (let arrival = arrivals[next]; arrival !== undefined && arrival.at <= now; arrival = arrivals[++next])
      join(arrival);
    const staff = staffAt(now);
    staffed += staff;
    worked += Math.min(staff, working.length);
    while (working.length < staff) {
      const file = waiting.take(now);
      if (file === null) break;
      file.seenAt = now;
      const caseKey = Math.round(file.openedAt * 1_000);
      working.push({ file, until: now + handlingOf(seed, caseKey, file.category, file.genuine) });
    }
  }
  return { cases, busyShare: worked / staffed };
}

const worth = { VERIFIED: 2, ATTESTED: 1, ASSERTED: 0 } as const;

function best(one: CaseFacts['level'], other: CaseFacts['level']): CaseFacts['level'] {
  return worth[one] >= worth[other] ? one : other;
}
