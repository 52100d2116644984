import { useState } from 'react';
import type { ActionGroup } from '../actions/action.ts';
import { everyonesKeys, isChangeable } from '../actions/key-settings.ts';
import type { RegisteredAction } from '../actions/registry.ts';
import { useActionList } from '../actions/use-actions.ts';
import { useKeySettings, useSaveKeys } from '../api/key-queries.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProblemNote } from '../ui/ProblemNote.tsx';
import type { Phrase } from '../words/phrase.ts';
import { KeyRow } from './KeyRow.tsx';
import { wordsOf } from './key-words.ts';
import { ResetKeys } from './ResetKeys.tsx';
import { SingleKeysSwitch } from './SingleKeysSwitch.tsx';

/** The order in which groups stand. */
const groups: Readonly<Record<ActionGroup, true>> = {
  queue: true,
  case: true,
  evidence: true,
  decide: true,
  held: true,
  appeals: true,
  quality: true,
  lists: true,
  queues: true,
  go: true,
  view: true,
};

/** Every key of the current page, out of the registry, and the way to change them. */
export function HelpOverlay({ onClose }: { onClose: () => void }) {
  const { t, say } = useI18n();
  const all = useActionList().filter((action) => action.when() !== false);
  const settings = useKeySettings();
  const { save, error } = useSaveKeys();
  const [changing, setChanging] = useState(false);
  const [recording, setRecording] = useState<string | null>(null);
  const [said, setSaid] = useState<Phrase | null>(null);
  const isOwn = ({ id }: RegisteredAction): boolean => Object.hasOwn(settings.keys, id);
  const shown = all.filter((action) => changing || action.keys.length > 0 || action.usualKeys.length > 0);

  const choose = (action: RegisteredAction, binding: string | null, from: RegisteredAction | null): void => {
    const taken = from === null ? {} : { [from.id]: null };
    save({ ...settings, keys: { ...settings.keys, ...taken, [action.id]: binding } });
    setRecording(null);
    const { title } = action;
    if (binding === null) setSaid({ key: 'keys.said.none', values: { title } });
    else if (from !== null) {
      setSaid({ key: 'keys.said.taken', values: { title, keys: wordsOf(binding), other: from.title } });
    } else setSaid({ key: 'keys.said.changed', values: { title, keys: wordsOf(binding) } });
  };
  const reset = (action: RegisteredAction): void => {
    const { [action.id]: _, ...keys } = settings.keys;
    save({ ...settings, keys });
    setSaid({ key: 'keys.said.reset', values: { title: action.title } });
  };
  return (
    <Dialog title={t('help.title')} onClose={onClose} size="large">
      <p className="muted">{t('help.text')}</p>
      <div className="help-bar">
        <SingleKeysSwitch />
        <div className="button-row">
          <Button
            icon="keyboard"
            onPress={() => {
              setChanging(!changing);
              setRecording(null);
            }}
          >
            {t(changing ? 'keys.changeDone' : 'keys.change')}
          </Button>
          {Object.keys(settings.keys).length > 0 && (
            <ResetKeys
              count={Object.keys(settings.keys).length}
              onReset={() => {
                save({ ...settings, keys: everyonesKeys.keys });
                setRecording(null);
                setSaid({ key: 'keys.said.resetAll' });
              }}
            />
          )}
        </div>
      </div>
      {changing && <p className="muted">{t('keys.changeText')}</p>}
      <p className="key-said" role="status">
        {said !== null && say(said)}
      </p>
      {error !== null && <ProblemNote error={error} />}
      <div className="help">
        {(Object.keys(groups) as ActionGroup[]).map((group) => {
          const actions = shown.filter((action) => action.group === group);
          return actions.length === 0 ? null : (
            <section key={group} className="help-group">
              <h3>{t(`group.${group}`)}</h3>
              <dl>
                {actions.map((action) => (
                  <KeyRow
                    key={action.id}
                    action={action}
                    changing={changing}
                    recording={recording === action.id}
                    own={isOwn(action)}
                    behind={behind(action, all)}
                    onRecord={() => {
                      setSaid(null);
                      setRecording(action.id);
                    }}
                    onChoose={(binding, from) => choose(action, binding, from)}
                    onReset={() => reset(action)}
                    onLeave={() => setRecording(null)}
                  />
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

/** What goes before an action under all of its keys. */
function behind(action: RegisteredAction, all: readonly RegisteredAction[]): RegisteredAction | null {
  if (action.keys.length === 0 || !isChangeable(action.usualKeys)) return null;
  const before = all.slice(0, all.indexOf(action));
  const inFront = action.keys.map((key) => before.find(({ keys }) => keys.includes(key)) ?? null);
  return inFront.includes(null) ? null : (inFront[0] ?? null);
}
