import type { RecontactHint } from '@wellhouse/client';
import { createContext, useCallback, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Account } from '../../wire.ts';
import type { Session, SessionState } from './session.ts';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('cannot use the session outside of its provider');
  return session;
}

/** What `load` gives, asked for again whenever anything may have changed. Undefined until the first answer. */
export function useLive<T>(load: (session: Session) => Promise<T>, key: string): T | undefined {
  const session = useSession();
  const [state, setState] = useState<{ key: string; value: T } | undefined>(undefined);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let stopped = false;
    let running = false;
    let again = false;
    async function refresh(): Promise<void> {
      again = true;
      if (running) return;
      running = true;
      while (again && !stopped) {
        again = false;
        const value = await latest.current(session).catch(() => undefined);
        if (!stopped && value !== undefined) setState({ key, value });
      }
      running = false;
    }
    void refresh();
    const unsubscribe = session.subscribe(() => void refresh());
    return () => {
      stopped = true;
      unsubscribe();
    };
  }, [session, key]);
  return state?.key === key ? state.value : undefined;
}

export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.state);
}

export function useGroups() {
  return useLive((session) => session.device.groups(), 'groups');
}

export function useConversation(groupId: string) {
  return useLive(async ({ device, wellhouse }) => {
    const conversation = await device.conversation(groupId);
    // drawn together with the words it is about, so that they are never read out before it is there
    const prompt = await wellhouse.prompts.open(groupId).catch(() => null);
    return { ...conversation, prompt, hubAhead: conversation.hubTime - Date.now() };
  }, groupId);
}

export function useAccountState() {
  return useLive((session) => session.device.accountState(), 'state');
}

/** Members of a group who may be somebody this person blocked. */
export function useRecontactHintsIn(groupId: string): readonly RecontactHint[] {
  return useLive(({ wellhouse }) => wellhouse.recontact.hints(groupId), `hints in ${groupId}`) ?? [];
}

/** Accounts whose messages this person does not want to see. */
export function useBlocked(): ReadonlySet<string> {
  const blocked = useLive(
    async ({ wellhouse }) => new Set((await wellhouse.blocked()).map((block) => block.accountId)),
    'blocked',
  );
  return blocked ?? new Set();
}

/** Everyone that the service knows, asked for when first needed and on `refresh`. */
export function useAccounts(): { accounts: Account[]; refresh: () => void } {
  const session = useSession();
  const [accounts, setAccounts] = useState<Account[]>([]);
  const refresh = useCallback(() => {
    session.device.accounts().then(setAccounts, () => {});
  }, [session]);
  useEffect(refresh, [refresh]);
  return { accounts, refresh };
}

/** Messages of the safety team that nobody has read on this device yet. */
export function useUnreadNotes(): number {
  const unread = useLive(
    async ({ wellhouse }) =>
      (await wellhouse.reports()).flatMap((report) => report.notes).filter((note) => note.isNew).length,
    'notes',
  );
  return unread ?? 0;
}
