/** A page in the background paints nothing: what waits goes on after this. */
const longestMs = 100;

/** Fulfilled once what is being drawn now stands on the screen: in the first task after the frame that shows it. */
export function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, longestMs);
    setTimeout(() => requestAnimationFrame(() => setTimeout(resolve)));
  });
}
