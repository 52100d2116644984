import { useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { isChangeable } from '../actions/key-settings.ts';
import type { RegisteredAction } from '../actions/registry.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Keys } from '../ui/Keys.tsx';
import { KeyRecorder } from './KeyRecorder.tsx';
import { wordsOf } from './key-words.ts';

export interface KeyRowProps {
  action: RegisteredAction;
  /** Whether keys are being changed. */
  changing: boolean;
  recording: boolean;
  /** The person has another key than everyone begins with. */
  own: boolean;
  /** What runs on this page instead of this one under its key. */
  behind: RegisteredAction | null;
  onRecord: () => void;
  onChoose: (binding: string | null, from: RegisteredAction | null) => void;
  onReset: () => void;
  onLeave: () => void;
}

/** One action and its keys in the overlay. */
export function KeyRow(props: KeyRowProps) {
  const { t } = useI18n();
  const { action, changing, recording, own, behind } = props;
  const change = useRef<HTMLButtonElement>(null);
  const available = action.when();
  const back = (then: () => void) => () => {
    then();
    // The button is there again after the next drawing.
    setTimeout(() => change.current?.focus(), 0);
  };
  return (
    <div className="help-row" data-off={available !== true} data-own={own}>
      <dt>
        {action.title}
        {typeof available === 'object' && <span className="help-reason">{available.reason}</span>}
        {behind !== null && <span className="help-reason">{t('keys.behind', { title: behind.title })}</span>}
      </dt>
      <dd>
        <span className="help-keys">
          {action.keys.map((binding, index) => (
            <span key={binding}>
              {index > 0 && <span className="help-or">{t('help.or')}</span>}
              <Keys binding={binding} />
              <span className="visually-hidden">{wordsOf(binding)}</span>
            </span>
          ))}
          {action.keys.length === 0 && <span className="muted">{t('keys.none')}</span>}
        </span>
        {changing && !recording && isChangeable(action.usualKeys) && (
          <span className="help-change">
            <AriaButton
              ref={change}
              className="button"
              data-look="plain"
              data-change={action.id}
              aria-label={t('keys.changeOne', { title: action.title })}
              onPress={props.onRecord}
            >
              <Icon name="keyboard" />
            </AriaButton>
            {own && (
              <AriaButton
                className="button"
                data-look="plain"
                data-reset={action.id}
                aria-label={t('keys.resetOne', { title: action.title })}
                onPress={back(props.onReset)}
              >
                <Icon name="undo" />
              </AriaButton>
            )}
          </span>
        )}
      </dd>
      {recording && (
        <dd className="help-record">
          <KeyRecorder
            action={action}
            onChoose={(binding, from) => back(() => props.onChoose(binding, from))()}
            onLeave={back(props.onLeave)}
          />
        </dd>
      )}
    </div>
  );
}
