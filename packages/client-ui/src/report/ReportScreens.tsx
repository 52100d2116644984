import type { ReportDraft, SentReport } from '@wellhouse/client';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useUi } from '../context.ts';
import { useIsBlocked } from '../use-is-blocked.ts';
import { type FlowAnswers, impliedAbout, nodesAlong, stepsToSuggestion } from './flow.ts';
import type { ReportDialogProps } from './ReportDialog.tsx';
import { type ReportFlow, ReportFlowContext } from './report-flow.ts';
import { AboutScreen } from './screens/AboutScreen.tsx';
import { CategoryScreen } from './screens/CategoryScreen.tsx';
import { ChoicesScreen } from './screens/ChoicesScreen.tsx';
import { DangerHelpScreen } from './screens/DangerHelpScreen.tsx';
import { DangerScreen } from './screens/DangerScreen.tsx';
import { HelpScreen } from './screens/HelpScreen.tsx';
import { NeedScreen } from './screens/NeedScreen.tsx';
import { PreviewScreen } from './screens/PreviewScreen.tsx';
import { SentScreen } from './screens/SentScreen.tsx';
import { StopScreen } from './screens/StopScreen.tsx';
import { WordsScreen } from './screens/WordsScreen.tsx';
import { suggestedPath } from './suggestion.ts';
import type { Trail } from './use-trail.ts';

export interface ReportScreensProps extends ReportDialogProps {
  draft: ReportDraft;
  trail: Trail;
}

export function ReportScreens(props: ReportScreensProps): ReactNode {
  const { draft, trail, names, start, onBlock, onMute, onLeave, onClose, onShowReports } = props;
  const { wellhouse, text } = useUi();
  const [answers, setAnswers] = useState<FlowAnswers>({ need: null, danger: 'not-asked', chosen: [] });
  const [sent, setSent] = useState<SentReport | null>(null);
  const subject = draft.state.subject.kind === 'group' ? null : draft.state.subject.accountId;
  const isBlocked = useIsBlocked(subject);
  const you = text.t('you');

  const block = useCallback(async () => {
    if (subject === null) return;
    await wellhouse.block(subject);
    if (draft.state.reportId !== sent?.reportId) draft.set({ blocked: true });
    await onBlock?.(subject);
  }, [subject, wellhouse, draft, sent, onBlock]);

  const { go } = trail;
  const kind = start?.kind;
  const toCategories = useCallback(() => {
    const { tree } = draft.config;
    const path = kind === undefined || answers.chosen.length > 0 ? [] : suggestedPath(tree, kind);
    const node = nodesAlong(tree, path).at(-1);
    if (path.length > 0) setAnswers((current) => ({ ...current, chosen: path }));
    if (node?.children.length === 0) draft.set({ category: node.category, about: impliedAbout(node) });
    go(...stepsToSuggestion(tree, path));
  }, [draft, kind, answers.chosen, go]);

  const flow = useMemo<ReportFlow>(
    () => ({
      ...{ draft, answers, subject, isBlocked, block },
      ...{ canMute: onMute !== undefined, canLeave: onLeave !== undefined, go, toCategories, close: onClose },
      name: (accountId) => (accountId === wellhouse.accountId ? you : names(accountId)),
      answer: (given) => setAnswers((current) => ({ ...current, ...given })),
      mute: async () => onMute?.(),
      leave: async () => onLeave?.(),
      showReports: onShowReports ?? null,
    }),
    [
      draft,
      answers,
      subject,
      isBlocked,
      block,
      onMute,
      onLeave,
      go,
      toCategories,
      onClose,
      wellhouse,
      you,
      names,
      onShowReports,
    ],
  );

  return (
    <ReportFlowContext value={flow}>
      <CurrentScreen
        // another question is another screen: focus moves to it
        key={JSON.stringify(trail.step)}
        step={trail.step}
        sent={sent}
        onSent={(report) => {
          setSent(report);
          props.onSent?.();
          trail.go({ screen: 'sent' });
        }}
      />
    </ReportFlowContext>
  );
}

interface CurrentScreenProps {
  step: Trail['step'];
  sent: SentReport | null;
  onSent: (sent: SentReport) => void;
}

function CurrentScreen({ step, sent, onSent }: CurrentScreenProps): ReactNode {
  switch (step.screen) {
    case 'need':
      return <NeedScreen />;
    case 'stop':
      return <StopScreen isDislike={step.isDislike} />;
    case 'help':
      return <HelpScreen isAsked={step.isAsked} />;
    case 'danger':
      return <DangerScreen />;
    case 'danger-help':
      return <DangerHelpScreen />;
    case 'category':
      return <CategoryScreen path={step.path} />;
    case 'about':
      return <AboutScreen />;
    case 'words':
      return <WordsScreen />;
    case 'choices':
      return <ChoicesScreen />;
    case 'preview':
      return <PreviewScreen onSent={onSent} />;
    case 'sent':
      return sent ? <SentScreen sent={sent} /> : null;
    default:
      return unknownStep(step);
  }
}

function unknownStep(step: never): never {
  throw new Error(`expected a known screen, got ${JSON.stringify(step)}`);
}
