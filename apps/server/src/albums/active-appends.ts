/** Requests of this process that send bytes, or wait to, by picture. */
export interface ActiveAppends {
  /** `stop` ends the request; it keeps what came. The returned function says that it has ended. */
  begin(pictureId: string, stop: () => void): () => void;
  /** Ends the requests that send to this picture, and waits until what came of them is kept. */
  stop(pictureId: string): Promise<void>;
}

export function createActiveAppends(): ActiveAppends {
  const active = new Map<string, Set<{ stop: () => void; ended: Promise<void> }>>();
  return {
    begin(pictureId, stop) {
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const one = { stop, ended };
      const all = active.get(pictureId) ?? new Set();
      active.set(pictureId, all.add(one));
      return () => {
        all.delete(one);
        if (all.size === 0 && active.get(pictureId) === all) active.delete(pictureId);
        end();
      };
    },
    async stop(pictureId) {
      const all = [...(active.get(pictureId) ?? [])];
      for (const one of all) one.stop();
      await Promise.all(all.map((one) => one.ended));
    },
  };
}
