import { type PartFlow, runningText, type ShownPart } from '@wellhouse/protocol';
import { useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { usePreset } from '../care/care-category.ts';
import { LongText } from './LongText.tsx';
import { Mention } from './Mention.tsx';
import { MessagePart } from './MessagePart.tsx';
import type { OpenEvidence } from './use-evidence.ts';

function flowOf({ type }: ShownPart): PartFlow {
  if (type === 'redacted') return 'hidden';
  return type === 'text' || type === 'mention' ? type : 'block';
}

function lengthOf(run: readonly ShownPart[]): number {
  return run.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0);
}

/** The parts of a message; texts with the names in them as one line, what was withheld marked where it stood. */
export function MessageBody({ parts, evidence }: { parts: readonly ShownPart[]; evidence: OpenEvidence }) {
  const { t } = useI18n();
  const { coverText, textFirst } = usePreset();
  const [asked, setAsked] = useState(false);
  const isPicture = ([part]: readonly ShownPart[]): boolean => part?.type === 'attachment';
  const all = runningText(parts, flowOf);
  const runs = textFirst ? [...all.filter((run) => !isPicture(run)), ...all.filter(isPicture)] : all;
  const words = runs.some((run) => !isPicture(run));
  const covered = coverText && !asked && words;
  return (
    <div className="message-body">
      {coverText && words && (
        <Button look="plain" icon={asked ? 'covered' : 'eye'} className="words-cover" onPress={() => setAsked(!asked)}>
          {t(asked ? 'care.coverWords' : 'care.showWords')}
        </Button>
      )}
      {runs.map((run) => {
        if (covered && !isPicture(run)) return null;
        const [part] = run;
        if (part === undefined) return null;
        return run.length > 1 ? (
          <LongText key={part.index} length={lengthOf(run)}>
            <RunningText run={run} />
          </LongText>
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
