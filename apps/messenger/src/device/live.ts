import { z } from 'zod';

const firstWaitMs = 500;
const longestWaitMs = 30_000;

/**
 * Listens for "there is something new", and keeps listening: reconnects with growing pauses.
 *
 * @returns a function that stops it
 */
export function listenLive(options: {
  url: string;
  token: () => string;
  onNews: () => void;
  onConnected: (connected: boolean) => void;
}): () => void {
  let stopped = false;
  let wait = firstWaitMs;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    socket = new WebSocket(options.url);
    socket.onopen = () => socket?.send(JSON.stringify({ token: options.token() }));
    socket.onmessage = (message) => {
      wait = firstWaitMs;
      options.onConnected(true);
      if (z.literal('new').safeParse(message.data).success) options.onNews();
    };
    socket.onclose = () => {
      if (stopped) return;
      options.onConnected(false);
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, longestWaitMs);
    };
  }

  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
