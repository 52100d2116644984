import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Action, CasePage, CaseSummary, DecisionView, Macro, Proposal } from '@wellhouse/protocol';
import { useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { call } from '../../api/call.ts';
import { decisionSheetQuery, macrosQuery } from '../../api/decision-queries.ts';
import { caseQuery, policiesQuery } from '../../api/queries.ts';
import { useClaimNext } from '../../api/use-claim-next.ts';
import { usePrefetchNext } from '../../api/use-prefetch-next.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { announce } from '../../ui/announcements.ts';
import { offerUndo } from '../../ui/undo-offers.ts';
import { fillMacro, macrosFor, macroText } from '../../words/fill-macro.ts';
import type { ActionFacts } from './action-rules.ts';
import { beginsAt, type DecisionDraft, type DraftProblem, daysOf, draftProblems, hasLength } from './decision-draft.ts';
import { type Ground, mostGrounds, restingFacts, tickedOf } from './decision-grounds.ts';
import { useProposalWords } from './ProposalNote.tsx';
import type { KnownGrounds } from './use-grounds.ts';
import { useKeptDraft } from './use-kept-draft.ts';

export interface DecisionState {
  draft: DecisionDraft;
  change: (change: Partial<DecisionDraft>) => void;
  /** Shown once somebody has tried to decide. */
  problems: readonly DraftProblem[];
  /** How often somebody has tried to decide. */
  tries: number;
  sending: boolean;
  error: unknown;
  decide: (next: boolean) => void;
  /** Of the chosen policy, or of the one that is closest to the case; null while it is read. */
  proposal: Proposal | null;
  /** What is chosen is not what its policy proposes. */
  departs: boolean;
  /** Chooses what is proposed. */
  take: () => void;
  /** By its key: says so, since the focus is elsewhere. */
  choose: (action: Action) => void;
  grounds: KnownGrounds;
  /** Of these, what it rests on. */
  ticked: readonly Ground[];
  /** Chooses what it rests on, by id. */
  rest: (ids: readonly string[]) => void;
  /** What decides which actions can be chosen; null while the case is read. */
  facts: ActionFacts | null;
  /** Texts of the team that fit. */
  macros: readonly Macro[];
  /** Puts one into the reason. */
  insert: (macro: Macro) => void;
}

/** The decision being written: kept until it is made (use-kept-draft.ts), sent with the state of the case that was read. */
export function useDecision(
  page: CasePage | undefined,
  caseId: string,
  seenCount: number,
  grounds: KnownGrounds,
  onDecided: () => void,
): DecisionState {
  const client = useQueryClient();
  const claimNext = useClaimNext();
  const { draft, change, forget } = useKeptDraft(caseId);
  const [tries, setTries] = useState(0);
  usePrefetchNext(caseId, page?.summary.state === 'open' && draft.action !== null);

  const { t, locale, date, number } = useI18n();
  const proposalWords = useProposalWords();
  const sheet = useQuery(decisionSheetQuery(caseId)).data;
  const policies = useQuery(policiesQuery).data;
  const macros = macrosFor(useQuery(macrosQuery).data ?? [], {
    audience: 'person',
    category: page?.summary.category ?? '',
    policyId: draft.policyId,
  });
  const proposed = (policyId: string | null | undefined): Proposal | null =>
    sheet?.proposals.find((one) => one.policyId === policyId) ?? null;
  const proposal = proposed(draft.policyId ?? page?.suggestedPolicies[0]?.policyId);
  const ticked = tickedOf(grounds.all, draft.restsOn);
  const rest = (ids: readonly string[]): void => change({ restsOn: ids.slice(0, mostGrounds) });
  const named = grounds.complete ? ticked.map(({ id }) => id) : (draft.restsOn ?? []);
  const take = (): void => {
    if (proposal === null) return;
    const days = proposal.days === null ? draft.days : String(proposal.days);
    change({ action: proposal.action, policyId: proposal.policyId, days, departed: '' });
    announce({ key: 'said.chosen', values: { action: proposalWords.action(proposal) } }, { heard: true });
  };
  const choose = (action: Action): void => {
    change({ action });
    announce({ key: 'said.chosen', values: { action: t(`decision.${action}`) } }, { heard: true });
  };
  const insert = (macro: Macro): void => {
    const policyId = draft.policyId ?? macro.policyId;
    const policy = policies?.find((one) => one.policyId === policyId);
    const days = hasLength(draft.action) ? daysOf(draft) : null;
    const from = beginsAt(draft, Date.now()) ?? Date.now();
    const active = (sheet?.strikes ?? [])
      .filter((strike) => strike.state === 'active' && strike.policyId === policyId)
      .reduce((sum, strike) => sum + strike.weight, 0);
    const text = fillMacro(macroText(macro, locale), {
      ...(policy !== undefined && { policy: policy.title }),
      ...(days !== null && {
        days: number(days),
        until: date(new Date(from + days * 86_400_000).toISOString()),
      }),
      ...(sheet !== undefined && { strikes: number(active) }),
    });
    const before = draft.reason.trim();
    change({ reason: before === '' ? text : `${before}\n\n${text}`, ...(policyId !== null && { policyId }) });
  };

  const send = useMutation({
    mutationFn: async ({ body, next }: { body: Body; next: boolean }) => {
      const { decision, claiming } = await decideAndClaim(caseId, body, next);
      // At once, so that leaving the page gives no claim back that the decision has ended.
      client.setQueryData(caseQuery(caseId).queryKey, (old) => {
        if (old === undefined) return old;
        const state = decision.state === 'held' ? ('held' as const) : ('decided' as const);
        return { ...old, summary: { ...old.summary, state, claim: null }, decisions: [...old.decisions, decision] };
      });
      forget();
      // The next case first: this page goes as it stands, and is not drawn anew for what is said of it.
      if (claiming !== null) await claimNext(claiming);
      return { decision, next };
    },
    onSuccess: ({ decision, next }) => {
      onDecided();
      const undoMs = (sheet?.undoSeconds ?? 0) * 1_000;
      const said = decision.state === 'held' ? 'said.held' : 'said.decided';
      const values = { number: page?.summary.number ?? '', reference: decision.reference };
      // The offer to undo shows that it is decided.
      announce({ key: said, values }, { heard: undoMs > 0 && decision.state !== 'held' });
      offerUndo({
        kind: 'decision',
        id: decision.decisionId,
        number: page?.summary.number ?? '',
        count: 1,
        until: Date.now() + undoMs,
      });
      void client.invalidateQueries({ queryKey: ['cases'] });
      void client.invalidateQueries({ queryKey: ['held'] });
      if (!next) void client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
    },
    onError: (error) => {
      // The page is read anew; the words stay where they are.
      if (error instanceof ApiError && error.status === 409)
        void client.invalidateQueries({ queryKey: caseQuery(caseId).queryKey });
    },
  });

  // The server knows of strikes and proof that came since the page was read, and then asks for the word why.
  const asked = send.error instanceof ApiError && send.error.code === 'departure-unexplained';
  const departs = asked || departsFrom(draft, proposed(draft.policyId));
  const problems = [...draftProblems(draft, departs), ...restsProblem(grounds, draft, named.length)];
  const decide = (next: boolean): void => {
    setTries((old) => old + 1);
    if (send.isPending || problems.length > 0 || draft.action === null) return;
    const policyId = draft.action === 'no-action' ? null : draft.policyId;
    const days = hasLength(draft.action) ? daysOf(draft) : null;
    const begins = hasLength(draft.action) ? beginsAt(draft, Date.now()) : null;
    const body = {
      action: draft.action,
      policyId,
      days,
      reason: draft.reason.trim(),
      reportCount: seenCount,
      startsAt: begins === null ? null : new Date(begins).toISOString(),
      departedWhy: departs ? draft.departed.trim() : null,
      // More than can be named is all of it.
      restsOn: named.length === 0 || named.length > mostGrounds ? null : named,
    };
    send.mutate({ body, next });
  };

  return {
    draft,
    change,
    problems: tries > 0 ? problems : [],
    tries,
    sending: send.isPending,
    error: send.error,
    decide,
    proposal,
    departs,
    take,
    choose,
    grounds,
    ticked,
    rest,
    facts: page === undefined ? null : restingFacts(page, grounds.all, ticked),
    macros,
    insert,
  };
}

type Body = Parameters<typeof call<'makeDecision'>>[1]['body'];

interface Decided {
  readonly decision: DecisionView;
  /** The next case on its way; null where none is wanted. */
  readonly claiming: Promise<CaseSummary> | null;
}

/**
 * The next case is claimed while the decision is made, and shown only once the server has the decision. One that is refused gives the
 * next case back.
 */
async function decideAndClaim(caseId: string, body: Body, next: boolean): Promise<Decided> {
  const claiming = next ? call('claimNext') : null;
  // Whoever waits for it hears of its failure.
  claiming?.catch(() => {});
  try {
    const decision = await call('makeDecision', { params: { caseId }, body });
    // A claim on this very case that had lapsed can be what was given anew.
    const another = claiming?.then((claimed) => (claimed.caseId === caseId ? call('claimNext') : claimed));
    another?.catch(() => {});
    return { decision, claiming: another ?? null };
  } catch (error) {
    void claiming
      ?.then((claimed) => claimed.caseId !== caseId && call('releaseCase', { params: { caseId: claimed.caseId } }))
      .catch(() => {
        // It runs out by itself without a sign of life.
      });
    throw error;
  }
}

/** Nothing is ticked that was there to be ticked. Where no action is taken there is nothing to prove. */
function restsProblem({ all, complete }: KnownGrounds, draft: DecisionDraft, named: number): DraftProblem[] {
  return complete && all.length > 0 && named === 0 && draft.action !== 'no-action' ? ['rests'] : [];
}

function departsFrom(draft: DecisionDraft, proposal: Proposal | null): boolean {
  if (proposal === null || draft.action === null || draft.action === 'no-action') return false;
  if (draft.action !== proposal.action) return true;
  return hasLength(draft.action) && daysOf(draft) !== proposal.days;
}
