import type { Readable } from 'node:stream';

/** ended: all of it came. broken: the connection is gone, stalled: no byte came for too long, stopped: somebody else goes on. */
export type PieceEnd = 'ended' | 'broken' | 'stalled' | 'stopped';

export interface PieceReader {
  /** The next bytes as soon as there are some; after the last of those that came, why there are no more. */
  next(): Promise<Buffer | PieceEnd>;
  stop(): void;
  /** Lets what still comes pass by, so that the sender gets to read its answer. */
  leave(): void;
}

/**
 * Reads a stream as it comes and loses nothing of it: bytes that lie in the stream when its connection breaks are still
 * handed out, which iterating over it does not do.
 */
export function createPieceReader(body: Readable, stallMs: number): PieceReader {
  let end: PieceEnd | null = body.readableEnded ? 'ended' : body.destroyed ? 'broken' : null;
  let wake = () => {};
  const finish = (how: PieceEnd) => () => {
    end ??= how;
    wake();
  };
  const stop = finish('stopped');
  const onReadable = () => wake();
  body.on('readable', onReadable);
  body.once('end', finish('ended'));
  body.once('error', finish('broken'));
  body.once('close', finish('broken'));
  return {
    stop,
    leave() {
      body.off('readable', onReadable);
      body.resume();
    },
    async next() {
      for (;;) {
        const piece: unknown = body.read();
        if (Buffer.isBuffer(piece)) return piece;
        if (end !== null) return end;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(finish('stalled'), stallMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    },
  };
}
