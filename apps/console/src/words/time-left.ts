import type { Phrase } from './phrase.ts';

/** `soon`: less than a quarter of an hour; the clock is then marked, in words and shape as well as in colour. */
export type Urgency = 'ok' | 'soon' | 'overdue';

export interface TimeLeft {
  urgency: Urgency;
  phrase: Phrase;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long until a case is due, or since it was: "due in 42 min", "overdue by 3 h 5 min". Times in milliseconds. */
export function timeLeft(dueAt: number, now: number): TimeLeft {
  const left = dueAt - now;
  if (left <= -minute) return { urgency: 'overdue', phrase: spanPhrase('overdue', -left) };
  if (left < minute) return { urgency: left < 0 ? 'overdue' : 'soon', phrase: { key: 'due.now' } };
  return { urgency: left < 15 * minute ? 'soon' : 'ok', phrase: spanPhrase('due', left) };
}

function spanPhrase(kind: 'due' | 'overdue', span: number): Phrase {
  if (span < hour) return { key: `${kind}.minutes`, values: { minutes: Math.floor(span / minute) } };
  if (span < day) {
    const minutes = Math.floor((span % hour) / minute);
    const hours = Math.floor(span / hour);
    // Minutes matter while they are a good part of what is left.
    if (minutes === 0 || hours >= 6) return { key: `${kind}.hours`, values: { hours } };
    return { key: `${kind}.hoursMinutes`, values: { hours, minutes } };
  }
  return { key: `${kind}.days`, values: { days: Math.floor(span / day) } };
}

/** "just now", "5 min ago", "3 h ago", "2 d ago". Times in milliseconds. */
export function timeAgo(at: number, now: number): Phrase {
  const span = now - at;
  if (span < minute) return { key: 'ago.now' };
  if (span < hour) return { key: 'ago.minutes', values: { minutes: Math.floor(span / minute) } };
  if (span < day) return { key: 'ago.hours', values: { hours: Math.floor(span / hour) } };
  return { key: 'ago.days', values: { days: Math.floor(span / day) } };
}
