import type { CaseState, EvidenceLevel, Priority } from '@wellhouse/protocol';
import { useI18n } from '../i18n/I18n.tsx';
import { timeLeft } from '../words/time-left.ts';
import { useNow } from './use-now.ts';

/** One shape a level, so that none is told by colour alone. */
const levelShapes: Record<EvidenceLevel, string> = {
  VERIFIED: 'M8 1.5 13.5 3.5v4.5c0 3.3-2.3 5.6-5.5 6.5C4.8 13.6 2.5 11.3 2.5 8V3.5zM5.4 8l1.9 2 3.4-3.9',
  ATTESTED: 'M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM8 4.8v3.4l2.2 1.4',
  ASSERTED: 'M2.5 3h11v7.5H8L5 13.5v-3H2.5z',
};

export function LevelBadge({ level, short = false }: { level: EvidenceLevel; short?: boolean }) {
  const { t } = useI18n();
  return (
    <span className="badge level" data-level={level} title={t(`level.${level}.meaning`)}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={levelShapes[level]} />
      </svg>
      <span className="level-name">{t(`level.${level}`)}</span>
      {!short && <span className="visually-hidden">: {t(`level.${level}.meaning`)}</span>}
    </span>
  );
}

const priorityShapes: Record<Priority, string> = {
  P0: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z',
  P1: 'M8 1.8 15 14H1z',
  P2: 'M2.5 2.5h11v11h-11z',
  P3: 'M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12z',
};

export function PriorityBadge({ priority }: { priority: Priority }) {
  const { t } = useI18n();
  return (
    <span className="badge priority" data-priority={priority} title={t(`priority.${priority}`)}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={priorityShapes[priority]} />
      </svg>
      {priority}
      <span className="visually-hidden">: {t(`priority.${priority}`)}</span>
    </span>
  );
}

export function DueClock({ dueAt, state }: { dueAt: string; state: CaseState }) {
  const { say, dateTime, t } = useI18n();
  const now = useNow(15_000);
  if (state !== 'open')
    return (
      <span className="due" data-urgency="done">
        {t(`state.${state}`)}
      </span>
    );
  const left = timeLeft(Date.parse(dueAt), now);
  return (
    <time className="due" data-urgency={left.urgency} dateTime={dueAt} title={dateTime(dueAt)}>
      {say(left.phrase)}
    </time>
  );
}
