import { useNavigate } from '@tanstack/react-router';
import type { CasePage } from '@wellhouse/protocol';
import type { RefObject } from 'react';
import type { Availability, Action as ConsoleAction } from '../../actions/action.ts';
import { useActions } from '../../actions/use-actions.ts';
import { useClaimNext } from '../../api/use-claim-next.ts';
import { useCan } from '../../api/use-me.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { actionLadder, factsOf, whyNot } from './action-rules.ts';
import { progressOf, waits } from './pictures/picture-progress.ts';
import type { PictureAnswers } from './pictures/use-picture-answers.ts';
import type { ClaimState } from './use-claim.ts';
import type { DecisionState } from './use-decision.ts';
import type { EvidenceState } from './use-evidence.ts';

export interface CaseHandles {
  page: CasePage | undefined;
  claim: ClaimState;
  evidence: EvidenceState;
  answers: PictureAnswers;
  decision: DecisionState;
  /** Reports joined since the person read the case. */
  changed: boolean;
  acknowledge: () => void;
  setAsking: (asking: boolean) => void;
  reasonField: RefObject<HTMLTextAreaElement | null>;
}

/** Everything that can be done on a case page. */
export function useCaseActions(handles: CaseHandles): void {
  const { t } = useI18n();
  const can = useCan();
  const navigate = useNavigate();
  const claimNext = useClaimNext();
  const { page, claim, evidence, answers, decision } = handles;
  const open = page?.summary.state === 'open';
  const { mine, holder } = claim;

  const claimable = (): Availability => {
    if (!can('case.claim') || !open || mine) return false;
    return holder === null ? true : { reason: t('claim.heldBy', { name: holder }) };
  };
  const nextable = (): Availability => {
    if (!can('case.claim')) return false;
    return mine ? { reason: t('claim.holdsThis') } : true;
  };
  const decidable = (): Availability => {
    if (!can('decision.make') || !open || !mine) return false;
    if (progressOf(page?.pictures ?? []).waiting > 0) return { reason: t('matched.answerFirst') };
    return handles.changed ? { reason: t('decide.readFirst') } : true;
  };
  /** The picture that has the focus, or the first one that waits. */
  const waiting = (): string | undefined => {
    const all = (page?.pictures ?? []).filter(waits);
    const focused = document.activeElement?.closest<HTMLElement>('[data-matched]')?.dataset.matched;
    return (all.find(({ pictureId }) => pictureId === focused) ?? all[0])?.pictureId;
  };
  const answerable = (): Availability => can('match.answer') && open && mine && waiting() !== undefined;
  const answer = (chosen: 'confirm' | 'clear') => (): void => {
    const pictureId = waiting();
    if (pictureId !== undefined) answers.ask(pictureId, chosen);
  };
  const evidenceOpen = evidence.open !== null;
  const toggleEvidence = (): void => {
    if (evidenceOpen) evidence.end();
    else if (mine) void evidence.begin('review', null);
    else handles.setAsking(true);
  };

  const choose = actionLadder.map(
    (action, index): ConsoleAction => ({
      id: `decide.${action}`,
      title: t('action.choose', { action: t(`decision.${action}`) }),
      group: 'decide',
      keys: [String(index + 1)],
      when: () => {
        const available = decidable();
        if (available !== true || page === undefined) return available;
        const reason = whyNot(action, decision.facts ?? factsOf(page));
        return reason === null ? true : { reason: t(reason) };
      },
      run: () => decision.choose(action),
    }),
  );

  useActions([
    { id: 'case.claim', title: t('action.claim'), group: 'case', keys: ['c'], when: claimable, run: claim.claim },
    {
      id: 'case.release',
      title: t('action.release'),
      group: 'case',
      keys: ['Shift+c'],
      when: () => mine,
      run: claim.release,
    },
    {
      id: 'case.next',
      title: t('action.claimNext'),
      group: 'case',
      keys: ['n'],
      when: nextable,
      run: () => void claimNext(),
    },
    {
      id: 'case.acknowledge',
      title: t('action.acknowledge'),
      group: 'case',
      keys: ['a'],
      when: () => handles.changed,
      run: handles.acknowledge,
    },
    {
      id: 'case.back',
      title: t('action.back'),
      group: 'case',
      keys: ['u'],
      when: () => true,
      run: () => void navigate({ to: '/queue', search: {} }),
    },
    {
      id: 'evidence.toggle',
      title: evidenceOpen ? t('action.evidence.close') : t('action.evidence.open'),
      group: 'evidence',
      keys: ['e'],
      when: () => can('evidence.view') && !evidence.opening,
      run: toggleEvidence,
    },
    {
      id: 'evidence.next',
      title: t('action.evidence.next'),
      group: 'evidence',
      keys: ['j'],
      repeats: true,
      when: () => evidenceOpen,
      run: () => step('[data-entry]', 1),
    },
    {
      id: 'evidence.previous',
      title: t('action.evidence.previous'),
      group: 'evidence',
      keys: ['k'],
      repeats: true,
      when: () => evidenceOpen,
      run: () => step('[data-entry]', -1),
    },
    {
      id: 'evidence.rest',
      title: t('action.evidence.rest'),
      group: 'evidence',
      keys: ['s'],
      when: () => (evidenceOpen && decision.grounds.all.length > 0 ? decidable() : false),
      run: toggleFocused,
    },
    {
      id: 'evidence.picture',
      title: t('action.evidence.picture'),
      group: 'evidence',
      keys: ['v'],
      when: () => evidenceOpen,
      run: () => step('[data-picture]', 1, true),
    },
    {
      id: 'matched.confirm',
      title: t('action.matched.confirm'),
      group: 'evidence',
      keys: ['y'],
      when: answerable,
      run: answer('confirm'),
    },
    {
      id: 'matched.clear',
      title: t('action.matched.clear'),
      group: 'evidence',
      keys: ['x'],
      when: answerable,
      run: answer('clear'),
    },
    {
      id: 'decide.focus',
      title: t('action.decide.focus'),
      group: 'decide',
      keys: ['d'],
      when: decidable,
      run: focusDecision,
    },
    ...choose,
    {
      id: 'decide.take',
      title: t('action.decide.take'),
      group: 'decide',
      keys: ['t'],
      when: () => (decision.proposal === null ? false : decidable()),
      run: decision.take,
    },
    {
      id: 'decide.macro',
      title: t('action.decide.macro'),
      group: 'decide',
      keys: ['i'],
      when: () => (decision.macros.length === 0 ? false : decidable()),
      run: () => focusIn('#macro-picker .select-button'),
    },
    ...decision.macros.slice(0, 50).map(
      (macro): ConsoleAction => ({
        id: `decide.macro.${macro.macroId}`,
        title: t('action.decide.macroOne', { title: macro.title }),
        group: 'decide',
        keys: [],
        when: decidable,
        run: () => decision.insert(macro),
      }),
    ),
    {
      id: 'decide.policy',
      title: t('action.decide.policy'),
      group: 'decide',
      keys: ['p'],
      when: decidable,
      run: () => focusIn('#decide .policy-field .select-button'),
    },
    {
      id: 'decide.reason',
      title: t('action.decide.reason'),
      group: 'decide',
      keys: ['w'],
      when: decidable,
      run: () => handles.reasonField.current?.focus(),
    },
    {
      id: 'decide.submitNext',
      title: t('action.decide.submitNext'),
      group: 'decide',
      keys: ['Mod+Shift+Enter'],
      whileTyping: true,
      when: decidable,
      run: () => decision.decide(true),
    },
    {
      id: 'decide.submit',
      title: t('action.decide.submit'),
      group: 'decide',
      keys: ['Mod+Enter'],
      whileTyping: true,
      when: decidable,
      run: () => decision.decide(false),
    },
  ]);
}

/** Ticks or unticks the message that has the focus. */
function toggleFocused(): void {
  document.activeElement?.closest('[data-entry]')?.querySelector<HTMLInputElement>('.rests-here input')?.click();
}

function focusIn(selector: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  element?.scrollIntoView({ block: 'nearest' });
  element?.focus();
}

/** The chosen rung of the ladder, or the first. */
function focusDecision(): void {
  document.getElementById('decide')?.scrollIntoView({ block: 'start' });
  const radios = [...document.querySelectorAll<HTMLInputElement>('#decide input[type=radio]:not(:disabled)')];
  (radios.find((radio) => radio.checked) ?? radios[0])?.focus();
}

/** Moves the focus among the elements in the page's order. */
function step(selector: string, by: 1 | -1, around = false): void {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const active = document.activeElement;
  const at = all.findIndex((element) => element === active || element.contains(active));
  const next =
    at < 0
      ? by > 0
        ? 0
        : all.length - 1
      : around
        ? (at + by) % all.length
        : Math.min(all.length - 1, Math.max(0, at + by));
  all[next]?.focus();
  all[next]?.scrollIntoView({ block: 'nearest' });
}
