import { SingleBar } from 'cli-progress';

/** A bar on standard error while it is a terminal that a person watches; otherwise nothing is drawn. */
export function progressBar(what: string, wanted: boolean): { at(done: number, all: number): void; end(): void } {
  const format = `${what} {bar} {value} of {total}, {eta_formatted} left`;
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true, stream: process.stderr });
  const shown = wanted && process.stderr.isTTY;
  let started = false;
  return {
    at(done, all) {
      if (!shown) return;
      if (started) bar.setTotal(all);
      else bar.start(all, 0);
      started = true;
      bar.update(done);
    },
    end() {
      if (started) bar.stop();
    },
  };
}
