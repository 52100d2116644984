import type { Prompt, RecontactHint } from '@wellhouse/client';
import { useCallback } from 'react';
import { useWellhouseUi } from '../context.ts';
import { useAfter } from './use-after.ts';

/** The prompt that stands in a conversation, kept up to date; null if there is none. */
export function usePrompt(conversationId: string): Prompt | null {
  const wellhouse = useWellhouseUi()?.wellhouse;
  const load = useCallback(
    async () => (await wellhouse?.prompts.open(conversationId)) ?? null,
    [wellhouse, conversationId],
  );
  return useAfter(load, ['prompts', 'blocked'], null);
}

const none: readonly RecontactHint[] = [];

/** Members of a group who may be somebody blocked, kept up to date. */
export function useRecontactHints(groupId: string): readonly RecontactHint[] {
  const wellhouse = useWellhouseUi()?.wellhouse;
  const load = useCallback(async () => (await wellhouse?.recontact.hints(groupId)) ?? none, [wellhouse, groupId]);
  return useAfter(load, ['recontact', 'blocked'], none);
}
