import { type PartFlow, runningText, type ShownPart } from '@wellhouse/protocol';
import { useI18n } from '../../i18n/I18n.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Mention } from './Mention.tsx';
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

/**
 * Every piece is isolated, so that no character of one can turn around what stands after it. The texts are spans with the
 * direction of the whole line (a `bdi` would hide them from `dir="auto"`); what the others hold does not set that direction.
 */
function RunningText({ run }: { run: readonly ShownPart[] }) {
  const { t } = useI18n();
  return (
    <p className="part-text" dir="auto">
      {run.map((part) => {
        if (part.type === 'text') {
          return (
            <span key={part.index} className="part-piece">
              {part.text}
            </span>
          );
        }
        if (part.type === 'mention') return <Mention key={part.index} part={part} />;
        return (
          <bdi key={part.index} className="part-withheld">
            <Icon name="covered" />
            {t('part.withheld', { number: part.index })}
          </bdi>
        );
      })}
    </p>
  );
}
