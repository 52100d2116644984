import { type Prompt, type PromptAction, promptActions } from '@wellhouse/client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, I18nProvider } from 'react-aria-components';
import { useUi, useWellhouseUi } from '../context.ts';
import type { MessageId } from '../i18n/message-id.ts';
import { CloseIcon } from '../parts/icons.tsx';
import type { ReportStart } from '../report/suggestion.ts';
import { AskToStop } from './AskToStop.tsx';
import { useIsNew } from './use-is-new.ts';

export interface PromptBarProps {
  /** As `wellhouse.prompts.open` gives it. Put the bar under its message, and `aria-live="off"` on the message's text. */
  prompt: Prompt;
  /** How the person on this device knows the sender. */
  name: string;
  /** Opens a `ReportDialog` for the message with this `start`. Nothing has been sent, and nothing is until the person sends it. */
  onReport: (start: ReportStart) => void;
  /** After the sender was blocked on this device. */
  onBlock?: (accountId: string) => void | Promise<void>;
  /** Offers "mute". */
  onMute?: () => void | Promise<void>;
  /** Offers "leave the group". */
  onLeave?: () => void | Promise<void>;
  /** The bar goes: put the focus where reading goes on. */
  onClosed?: () => void;
}

/** A question under a message: stop it, get help, tell the safety team. Never repeats the message's words. */
export function PromptBar(props: PromptBarProps): ReactNode {
  const isLoaded = useWellhouseUi() !== null;
  const { messageId, askedAt } = props.prompt;
  return isLoaded ? <LoadedBar key={`${askedAt} ${messageId}`} {...props} /> : null;
}

const labels: Record<PromptAction, MessageId> = {
  block: 'stop.block',
  mute: 'stop.mute',
  leave: 'stop.leave',
  help: 'need.help',
  report: 'need.tell',
};
/** As many actions stand open; the others are behind "More". */
const openActions = 3;

function LoadedBar(props: PromptBarProps): ReactNode {
  const { prompt, name, onReport, onBlock, onMute, onLeave, onClosed } = props;
  const { wellhouse, text, theme } = useUi();
  const { t } = text;
  const isNew = useIsNew(prompt);
  const [isMore, setIsMore] = useState(false);
  const [isAskingOff, setIsAskingOff] = useState(false);
  /** Back from that question, the focus is where it was asked for. */
  const hasKept = useRef(false);
  const [hasFailed, setHasFailed] = useState(false);
  const { kind, sender } = prompt;
  const actions = promptActions(kind, { canMute: onMute !== undefined, canLeave: onLeave !== undefined });
  const shown = isMore ? actions : actions.slice(0, openActions);

  async function end(work: () => void | Promise<void>): Promise<void> {
    setHasFailed(false);
    try {
      await work();
      await wellhouse.prompts.close(prompt);
      onClosed?.();
    } catch {
      setHasFailed(true);
    }
  }

  function keep(): void {
    hasKept.current = true;
    setHasFailed(false);
    setIsAskingOff(false);
  }

  const stops = {
    async block() {
      await wellhouse.block(sender);
      await onBlock?.(sender);
    },
    mute: async () => onMute?.(),
    leave: async () => onLeave?.(),
  };

  function act(action: PromptAction): void {
    if (action === 'help' || action === 'report') onReport({ kind, at: action });
    else void end(stops[action]);
  }

  return (
    <I18nProvider locale={text.locale}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form, and this is none */}
      <div
        className="wh-prompt"
        role="group"
        aria-label={t('prompt.label')}
        // it may stand in a log that reads out whatever comes: that there is a question is said once, calmly
        aria-live="off"
        data-theme={theme}
        data-kind={kind}
        dir={text.direction}
        lang={text.locale}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (isAskingOff) keep();
          else void end(() => {});
        }}
      >
        {/* there before it is filled, or it is not read out; without a name: who writes chooses what they are called */}
        <p className="wh-visually-hidden" role="status">
          {isNew ? t('prompt.announce') : null}
        </p>
        {isAskingOff ? (
          <AskToStop
            kind={kind}
            onKeep={keep}
            onStop={() => void end(() => wellhouse.prompts.setKind({ kind, isOn: false }))}
          />
        ) : (
          <>
            <div className="wh-prompt-head">
              <p className="wh-prompt-title">{t(`prompt.title.${kind}`)}</p>
              <Button className="wh-icon-button" aria-label={t('close')} onPress={() => void end(() => {})}>
                <CloseIcon />
              </Button>
            </div>
            <p className="wh-prompt-advice">{t(adviceFor(kind))}</p>
            <ActionRow actions={shown} label={(action) => t(labels[action], { name })} onAct={act} />
            <div className="wh-prompt-foot">
              {actions.length > openActions && !isMore ? (
                <Button className="wh-link" aria-expanded={false} onPress={() => setIsMore(true)}>
                  {t('prompt.more')}
                </Button>
              ) : null}
              <Button className="wh-link" autoFocus={hasKept.current} onPress={() => setIsAskingOff(true)}>
                {t('prompt.notForMe')}
              </Button>
            </div>
            <p className="wh-prompt-private">{t('prompt.private')}</p>
          </>
        )}
        <p className="wh-prompt-problem" role="status">
          {hasFailed ? t('stop.failed') : ''}
        </p>
      </div>
    </I18nProvider>
  );
}

function adviceFor(kind: Prompt['kind']): MessageId {
  switch (kind) {
    case 'threat':
    case 'sextortion':
    case 'spam':
      return `prompt.advice.${kind}`;
    default:
      return 'prompt.advice.other';
  }
}

/** The first leads. What "More" adds gets the focus, so that the keyboard goes on where it was. */
function ActionRow(props: {
  actions: readonly PromptAction[];
  label: (action: PromptAction) => string;
  onAct: (action: PromptAction) => void;
}): ReactNode {
  const { actions, label, onAct } = props;
  const row = useRef<HTMLDivElement>(null);
  const before = useRef(actions.length);
  useEffect(() => {
    if (actions.length > before.current) row.current?.querySelectorAll('button')[before.current]?.focus();
    before.current = actions.length;
  }, [actions.length]);
  return (
    <div className="wh-prompt-acts" ref={row}>
      {actions.map((action, index) => (
        <Button
          key={action}
          className={index === 0 ? 'wh-button' : 'wh-button wh-button-quiet'}
          onPress={() => onAct(action)}
        >
          {label(action)}
        </Button>
      ))}
    </div>
  );
}
