import { useMutation, useQuery } from '@tanstack/react-query';
import type { StepUpWays } from '@wellhouse/protocol';
import { type FormEvent, useEffect, useState, useSyncExternalStore } from 'react';
import type { z } from 'zod';
import { call } from '../api/call.ts';
import { answerWithPasskey } from '../api/passkey.ts';
import { stepUpGate } from '../api/step-up.ts';
import { useAcceptMe } from '../api/use-me.ts';
import { useI18n } from '../i18n/I18n.tsx';
import { PasskeyProblem } from '../screens/login/PasskeyButton.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Fields.tsx';
import { Note, ProblemNote } from '../ui/ProblemNote.tsx';
import { Waiting } from '../ui/Waiting.tsx';

/** Asks for the second factor again while an operation waits for it; then that operation goes on. */
export function StepUp() {
  const waits = useSyncExternalStore(stepUpGate.subscribe, stepUpGate.get);
  return waits ? <StepUpDialog /> : null;
}

type Body = Parameters<typeof call<'stepUp'>>[1] extends infer Input
  ? Input extends { body: infer B }
    ? B
    : never
  : never;

function StepUpDialog() {
  const { t } = useI18n();
  const accept = useAcceptMe();
  const ways = useQuery({
    queryKey: ['step-up'],
    queryFn: ({ signal }) => call('beginStepUp', {}, { signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const show = useMutation({
    mutationFn: (body: Body) => call('stepUp', { body }),
    onSuccess: (me) => {
      accept(me);
      stepUpGate.answer(true);
    },
  });
  return (
    <Dialog title={t('stepup.title')} onClose={() => stepUpGate.answer(false)} size="small">
      <div className="stack">
        <p className="muted">{t('stepup.text')}</p>
        {ways.error !== null && <ProblemNote error={ways.error} onRetry={() => void ways.refetch()} />}
        {ways.isPending && ways.error === null && <Waiting lines={2} />}
        {ways.data !== undefined && (
          <Ways ways={ways.data} isPending={show.isPending} onShow={(body) => show.mutate(body)} again={ways.refetch} />
        )}
        {show.error !== null && <ProblemNote error={show.error} />}
      </div>
    </Dialog>
  );
}

interface WaysProps {
  ways: z.output<typeof StepUpWays>;
  isPending: boolean;
  onShow: (body: Body) => void;
  /** A challenge works once. */
  again: () => unknown;
}

function Ways({ ways, isPending, onShow, again }: WaysProps) {
  const { t } = useI18n();
  const [text, setText] = useState('');
  const passkey = useMutation({
    mutationFn: async () => {
      if (ways.passkey === null) return;
      const response = await answerWithPasskey(ways.passkey);
      onShow({ challengeId: ways.passkey.challengeId, response });
    },
    onError: () => void again(),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onShow(ways.totp ? { code: text.trim() } : { password: text });
    setText('');
  };
  return (
    <>
      {ways.passkey !== null && (
        <Button look="primary" icon="key" autoFocus isPending={passkey.isPending} onPress={() => passkey.mutate()}>
          {t('stepup.passkey')}
        </Button>
      )}
      {passkey.error !== null && <PasskeyProblem error={passkey.error} />}
      {(ways.totp || ways.password) && (
        <form className="stack" onSubmit={submit}>
          <TextField
            label={t(ways.totp ? 'account.totpCode' : 'login.password')}
            type={ways.totp ? 'text' : 'password'}
            autoComplete={ways.totp ? 'one-time-code' : 'current-password'}
            value={text}
            onChange={setText}
            autoFocus={ways.passkey === null}
            required
            {...(ways.totp && { inputMode: 'numeric' as const })}
          />
          <Button look="primary" type="submit" isPending={isPending} isDisabled={text.trim() === ''}>
            {t('stepup.confirm')}
          </Button>
        </form>
      )}
      {ways.sso !== null && <SsoAgain sso={ways.sso} />}
    </>
  );
}

/** The provider's pages open beside this one, so that nothing here is lost; this one asks until it is done. */
function SsoAgain({ sso }: { sso: { name: string; path: string } }) {
  const { t } = useI18n();
  const accept = useAcceptMe();
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => {
      void call('getMe')
        .then((me) => {
          if (me.freshUntil === null || Date.parse(me.freshUntil) < Date.now() + 60_000) return;
          accept(me);
          stepUpGate.answer(true);
        })
        // the next look may work
        .catch(() => undefined);
    }, 2_000);
    return () => clearInterval(timer);
  }, [waiting, accept]);
  return (
    <>
      <Button
        onPress={() => {
          window.open(`${sso.path}&next=${encodeURIComponent('/account')}`, '_blank', 'noopener');
          setWaiting(true);
        }}
      >
        {t('stepup.sso', { name: sso.name })}
      </Button>
      {waiting && (
        <Note tone="info">
          <p>{t('stepup.ssoWaiting')}</p>
        </Note>
      )}
    </>
  );
}
