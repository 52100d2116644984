import { keyCaps } from '../actions/keys.ts';
import { useActionList } from '../actions/use-actions.ts';

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/**
 * Key caps, for the eye only; `aria-keyshortcuts` says the same to a screen reader. The style sheet draws them out of
 * an attribute, so that they are no part of a button's text.
 */
export function Keys({ binding }: { binding: string }) {
  return (
    <span className="keys" aria-hidden="true" dir="ltr">
      {keyCaps(binding, isMac).map((caps, stroke) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: strokes have no other identity
        <span className="stroke" key={stroke}>
          {caps.map((cap) => (
            <kbd key={cap} data-cap={cap} />
          ))}
        </span>
      ))}
    </span>
  );
}

/** The first key that an action has for this person, if it has one. */
export function ActionKeys({ action: id }: { action: string }) {
  const binding = useActionList().find((action) => action.id === id)?.keys[0];
  return binding === undefined ? null : <Keys binding={binding} />;
}
