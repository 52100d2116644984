import { createContext } from 'react';

/** What the decision that is being written rests on, for whoever shows a message; null: none is being written. */
export interface Resting {
  readonly ticked: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

export const RestingContext = createContext<Resting | null>(null);
