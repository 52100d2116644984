import { type ReactNode, useEffect, useState } from 'react';

/** A live region has to be there before it is filled, or it is not read out. */
export function Announced({ children }: { children: ReactNode }): ReactNode {
  const [isReady, setIsReady] = useState(false);
  useEffect(() => setIsReady(true), []);
  return (
    <p className="wh-visually-hidden" role="status">
      {isReady ? children : null}
    </p>
  );
}
