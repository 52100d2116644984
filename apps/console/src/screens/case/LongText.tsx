import { type ReactNode, useState } from 'react';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';

/** Longer texts begin folded, characters: about a screen of a phone. */
const longText = 2_000;

/** A text whose beginning is shown, and all of it when asked, so that what comes after it is not a walk away. */
export function LongText({ length, children }: { length: number; children: ReactNode }) {
  const { t } = useI18n();
  const [whole, setWhole] = useState(false);
  if (length <= longText) return children;
  return (
    <div className="long-text" data-whole={whole}>
      <div className="long-text-shown">{children}</div>
      <Button look="plain" onPress={() => setWhole(!whole)} aria-expanded={whole}>
        {t(whole ? 'message.fold' : 'message.whole', { count: length })}
      </Button>
    </div>
  );
}
