import { keyCaps } from '../actions/keys.ts';

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/**
 * Key caps, for the eye only; `aria-keyshortcuts` says the same to a screen reader. The style sheet draws them out of
 * an attribute, so that they are no part of a button's text.
 */
export function Keys({ binding }: { binding: string }) {
  return (
    <span className="keys" aria-hidden="true" dir="ltr">
      {keyCaps(binding, mac).map((caps, stroke) => (
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
