import { ApiError } from './api-error.ts';
import { call } from './call.ts';

/** Who logs out in one tab has left the others too: their session is the same. */
const channelName = 'wellhouse.logout';

/** Ends the session on the server and forgets everything that this tab and its neighbours held. */
export async function logOut(): Promise<void> {
  try {
    await call('logout');
  } catch (error) {
    // A session that has ended by itself needs no other end.
    if (!(error instanceof ApiError && error.status === 401)) throw error;
  }
  const channel = new BroadcastChannel(channelName);
  channel.postMessage(null);
  channel.close();
  leave();
}

/** Leaves when another tab logs out. The answer stops listening. */
export function leaveWithOthers(): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = leave;
  return () => channel.close();
}

function leave(): void {
  sessionStorage.clear();
  // A fresh page keeps nothing in memory.
  window.location.assign('/login');
}
