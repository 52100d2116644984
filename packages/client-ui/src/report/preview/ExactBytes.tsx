import type { PreviewView } from '@wellhouse/client';
import { type ReactNode, useId } from 'react';
import { useUi } from '../../context.ts';

/** The payload itself, byte for byte, for whoever wants to read it. */
export function ExactBytes({ view }: { view: PreviewView }): ReactNode {
  const { t } = useUi().text;
  const id = useId();
  const count = new TextEncoder().encode(view.text).length;
  return (
    <details className="wh-exact">
      <summary id={id}>{t('preview.exact')}</summary>
      <p className="wh-hint">{t('preview.exact.hint', { count })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, and has to scroll by keyboard too */}
      <section className="wh-bytes" dir="ltr" tabIndex={0} aria-labelledby={id}>
        {view.text}
      </section>
    </details>
  );
}
