import { nextPaint } from '../ui/after-paint.ts';

let painted: Promise<void> | null = null;

/**
 * A page whose contents are here already comes now: what it asks the server for on its own waits until it stands on the
 * screen.
 */
export function paintFirst(): void {
  const now = nextPaint();
  painted = now;
  void now.then(() => {
    if (painted === now) painted = null;
  });
}

/** Null where nothing is being painted. */
export function untilPainted(): Promise<void> | null {
  return painted;
}
