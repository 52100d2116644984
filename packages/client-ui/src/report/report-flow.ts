import type { ReportDraft } from '@wellhouse/client';
import { createContext, useContext } from 'react';
import type { FlowAnswers, Step } from './flow.ts';

/** What every screen of the dialog works with. */
export interface ReportFlow {
  readonly draft: ReportDraft;
  readonly answers: FlowAnswers;
  /** The account that the report is about; null if it is about a group. */
  readonly subject: string | null;
  readonly isBlocked: boolean;
  /** Whether somebody can be blocked, muted, or a group be left, in this app. */
  readonly canMute: boolean;
  readonly canLeave: boolean;
  name(accountId: string): string;
  answer(answers: Partial<FlowAnswers>): void;
  go(...next: Step[]): void;
  /** To the question what happened; past it where a prompt has answered it already. */
  toCategories(): void;
  block(): Promise<void>;
  mute(): Promise<void>;
  leave(): Promise<void>;
  showReports: (() => void) | null;
  close(): void;
}

export const ReportFlowContext = createContext<ReportFlow | null>(null);

export function useReportFlow(): ReportFlow {
  const flow = useContext(ReportFlowContext);
  if (flow === null) throw new Error('expected a report dialog around this screen');
  return flow;
}
