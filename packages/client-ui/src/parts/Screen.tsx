import { type ReactNode, useEffect, useRef } from 'react';

export interface ScreenProps {
  /** The question, or what this screen says. */
  title: string;
  hint?: ReactNode;
  /** A picture above the title that says the same without words. */
  mark?: ReactNode;
  /** What stands under a line at the end: the way on. */
  footer?: ReactNode;
  children?: ReactNode;
}

/** One question. Focus moves to it, so that it is what a screen reader says when the screen changes. */
export function Screen({ title, hint, mark, footer, children }: ScreenProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('.wh-scroll')?.scrollTo(0, 0);
  }, []);
  return (
    <div className="wh-screen">
      <div className="wh-scroll">
        {mark}
        <h2 className="wh-question" tabIndex={-1} ref={heading}>
          {title}
        </h2>
        {hint ? <p className="wh-hint">{hint}</p> : null}
        {children}
      </div>
      {footer ? <div className="wh-footer">{footer}</div> : null}
    </div>
  );
}
