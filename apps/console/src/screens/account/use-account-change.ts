import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Account } from '@wellhouse/protocol';
import { meQuery } from '../../api/queries.ts';
import { accountQuery } from '../../api/staff-queries.ts';

/** Runs an operation that answers with the account as it is then, and shows that. */
export function useAccountChange<Input = void>(
  change: (input: Input) => Promise<Account>,
  onDone: () => void = () => undefined,
): UseMutationResult<Account, Error, Input> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (account) => {
      client.setQueryData(accountQuery.queryKey, account);
      onDone();
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      await client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
}
