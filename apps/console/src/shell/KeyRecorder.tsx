import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { conflictOf } from '../actions/key-conflicts.ts';
import { bindingOf, isModifier, type Stroke, strokeOf } from '../actions/keys.ts';
import type { RegisteredAction } from '../actions/registry.ts';
import { type KeyRefusal, refusalOf } from '../actions/reserved-keys.ts';
import { useRegistry } from '../actions/use-actions.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Button } from '../ui/Button.tsx';
import { Keys } from '../ui/Keys.tsx';
import { conflictPhrase, wordsOf } from './key-words.ts';

export interface KeyRecorderProps {
  action: RegisteredAction;
  /** Null: no key. `from`: whose it was. */
  onChoose: (binding: string | null, from: RegisteredAction | null) => void;
  onLeave: () => void;
}

/**
 * Takes down the next key that is pressed, says what is in the way of it, and asks before anything changes. Nothing runs out: every step waits
 * for the person. Tab and Escape always lead away.
 */
export function KeyRecorder({ action, onChoose, onLeave }: KeyRecorderProps) {
  const { t, say } = useI18n();
  const registry = useRegistry();
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [listening, setListening] = useState(true);
  const [refused, setRefused] = useState<KeyRefusal | null>(null);
  const place = useRef<HTMLFieldSetElement>(null);
  const binding = bindingOf(strokes);
  const conflict = listening ? null : conflictOf(binding, registry.rivals(action.id));
  const rival = conflict?.kind === 'same' ? (registry.get(conflict.action.id) ?? null) : null;

  // Where one goes on: the field that listens, or what can be done with the key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a second key listens anew
  useEffect(() => {
    place.current?.querySelector<HTMLElement>(listening ? '.key-field' : '.button')?.focus();
  }, [listening, strokes]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      onLeave();
      return;
    }
    if (event.nativeEvent.isComposing || event.repeat || isModifier(event.key)) return;
    const stroke = strokeOf(event);
    // Of two keys one after the other both are plain ones.
    const reason = refusalOf(event, stroke) ?? (strokes.length > 0 && stroke.mod ? 'browser' : null);
    setRefused(reason);
    if (reason !== null) return;
    setStrokes([...strokes, stroke]);
    setListening(false);
  };
  const listen = (before: readonly Stroke[]): void => {
    setStrokes(before);
    setRefused(null);
    setListening(true);
  };
  return (
    <fieldset
      ref={place}
      className="key-recorder"
      aria-label={t('keys.changeOne', { title: action.title })}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onLeave();
      }}
    >
      {listening ? (
        <button type="button" className="key-field" onKeyDown={onKeyDown} aria-describedby="key-said">
          {strokes.length > 0 ? t('keys.pressSecond', { keys: wordsOf(binding) }) : t('keys.press')}
        </button>
      ) : (
        <div className="button-row">
          {conflict === null && (
            <Button look="primary" onPress={() => onChoose(binding, null)}>
              {t('keys.keep')} <Keys binding={binding} />
            </Button>
          )}
          {rival !== null && (
            <Button onPress={() => onChoose(binding, rival)}>{t('keys.take', { title: rival.title })}</Button>
          )}
          <Button onPress={() => listen([])}>{t('keys.again')}</Button>
          {strokes.length === 1 && strokes[0]?.mod === false && (
            <Button onPress={() => listen(strokes)}>{t('keys.second')}</Button>
          )}
        </div>
      )}
      <p id="key-said" className="key-said" role="status" data-refused={refused !== null || conflict !== null}>
        {refused !== null
          ? t(`keys.refused.${refused}`)
          : listening
            ? t('keys.leave')
            : conflict === null
              ? t('keys.free', { keys: wordsOf(binding) })
              : say(conflictPhrase(binding, conflict))}
      </p>
      <div className="button-row">
        <Button look="plain" onPress={() => onChoose(null, null)}>
          {t('keys.without')}
        </Button>
        <Button look="plain" onPress={onLeave}>
          {t('common.cancel')}
        </Button>
      </div>
    </fieldset>
  );
}
