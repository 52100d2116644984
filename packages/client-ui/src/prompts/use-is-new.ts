import type { Prompt, Wellhouse } from '@wellhouse/client';
import { useEffect, useState } from 'react';
import { useUi } from '../context.ts';

/** When was asked what was announced last, by conversation. */
const announced = new WeakMap<Wellhouse, Map<string, number>>();

/**
 * Whether a question has just come: false at first, true once for each question, however often it moves to another message or its
 * conversation is opened again. Whoever writes must not be able to have it said twenty times.
 */
export function useIsNew({ conversationId, askedAt }: Prompt): boolean {
  const { wellhouse } = useUi();
  const [isNew, setIsNew] = useState(false);
  useEffect(() => {
    const known = announced.get(wellhouse) ?? new Map<string, number>();
    announced.set(wellhouse, known);
    if (known.get(conversationId) === askedAt) return;
    known.set(conversationId, askedAt);
    setIsNew(true);
  }, [wellhouse, conversationId, askedAt]);
  return isNew;
}
