/** A plain line for every tenth that is done: for a log, or a program that waits. */
export function progressLines(
  what: string,
  write: (text: string) => void,
): { at(done: number, all: number): void; end(): void } {
  let told = 0;
  return {
    at(done, all) {
      const tenth = all === 0 ? 10 : Math.floor((done / all) * 10);
      if (tenth <= told) return;
      told = tenth;
      write(`${what}: ${tenth * 10} % (${done} of ${all})\n`);
    },
    end() {},
  };
}
