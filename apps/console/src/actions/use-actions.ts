import { createContext, useContext, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import type { Action } from './action.ts';
import { focusPlace } from './focus-place.ts';
import { ActionRegistry, type ActionScope, type RegisteredAction } from './registry.ts';

export const ActionContext = createContext(new ActionRegistry(() => performance.now()));

export function useRegistry(): ActionRegistry {
  return useContext(ActionContext);
}

/**
 * Puts actions into the registry for as long as the component is there. They may close over state: the newest ones run.
 * Ids, keys, titles and availability are compared, so that a render that changes nothing disturbs nobody. What is on the screen answers
 * to its keys from the first picture on: hence before the paint, not after it.
 */
export function useActions(actions: readonly Action[], scope: ActionScope = 'page'): void {
  const registry = useRegistry();
  const newest = useRef(actions);
  newest.current = actions;
  const shape = JSON.stringify(actions.map(({ id, title, group, keys, when }) => [id, title, group, keys, when()]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the actions.
  useLayoutEffect(() => {
    const current = newest.current.map(
      (action, index): Action => ({
        ...action,
        when: () => newest.current[index]?.when() ?? false,
        run: () => newest.current[index]?.run(),
      }),
    );
    return registry.add(current, scope);
  }, [registry, shape, scope]);
}

export function useActionList(): readonly RegisteredAction[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.list);
}

/** Listens for keys on the whole page; mounted once. `refused`, always the same function, hears why a key does nothing now. */
export function useActionKeys(refused: (reason: string) => void): void {
  const registry = useRegistry();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (registry.press(event, focusPlace(event.target), refused)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [registry, refused]);
}
