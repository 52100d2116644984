import { useMutation } from '@tanstack/react-query';
import type { Me } from '@wellhouse/protocol';
import { call } from '../../api/call.ts';
import { answerWithPasskey, PasskeyCancelled } from '../../api/passkey.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import { Button } from '../../ui/Button.tsx';
import { Note, ProblemNote } from '../../ui/ProblemNote.tsx';

/** Logs in by a passkey alone: neither address nor password is asked for. */
export function PasskeyButton({ onDone }: { onDone: (me: Me) => void }) {
  const { t } = useI18n();
  const login = useMutation({
    mutationFn: async () => {
      const challenge = await call('beginPasskeyLogin');
      const response = await answerWithPasskey(challenge);
      return call('passkeyLogin', { body: { challengeId: challenge.challengeId, response } });
    },
    onSuccess: onDone,
  });
  return (
    <>
      <Button icon="key" isPending={login.isPending} onPress={() => login.mutate()}>
        {t('login.passkey')}
      </Button>
      {login.error !== null && <PasskeyProblem error={login.error} />}
    </>
  );
}

export function PasskeyProblem({ error }: { error: unknown }) {
  const { t } = useI18n();
  if (!(error instanceof PasskeyCancelled)) return <ProblemNote error={error} />;
  return (
    <Note tone="warning">
      <p>{t('login.passkeyCancelled')}</p>
    </Note>
  );
}
