import { type PartFlow, runningText, type ShownPart } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { MessagePart } from './MessagePart.tsx';
import type { OpenEvidence } from './use-evidence.ts';

function flowOf({ type }: ShownPart): PartFlow {
  if (type === 'redacted') return 'hidden';
  return type === 'text' || type === 'mention' ? type : 'block';
}

/** The parts of a message; texts with the names in them as one line, what was withheld marked where it stood. */
export function MessageBody({ parts, evidence }: { parts: readonly ShownPart[]; evidence: OpenEvidence }) {
  return (
    <div className="message-body">
      {runningText(parts, flowOf).map((run) => {
        const [part] = run;
        if (part === undefined) return null;
        return run.length > 1 ? (
          <RunningText key={part.index} run={run} />
        ) : (
          <MessagePart key={part.index} part={part} evidence={evidence} />
        );
      })}
    </div>
  );
}

function RunningText({ run }: { run: readonly ShownPart[] }) {
  const { t } = useI18n();
  return (
    <p className="part-text" dir="auto">
      {run.map((part) => {
        if (part.type === 'text') return part.text;
        if (part.type === 'mention') return <Mention key={part.index} part={part} />;
        return (
          <span key={part.index} className="part-withheld" title={t('part.redacted', { number: part.index })}>
            {t('part.withheld')}
          </span>
        );
      })}
    </p>
  );
}

/** The account is what is proven to have been named; the name beside it is the sender's. */
function Mention({ part }: { part: Extract<ShownPart, { type: 'mention' }> }) {
  return (
    <bdi className="part-mention" title={part.account}>
      {part.name}
    </bdi>
  );
}
