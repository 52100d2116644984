export interface ViewTimes {
  /** Milliseconds with the evidence on a visible page. */
  visibleMs: number;
  attachments: { attachmentId: string; uncoveredMs: number }[];
  /** Pictures of shared albums. */
  pictures: { pictureId: string; uncoveredMs: number }[];
}

const album = 'album:';

/** What a picture of a shared album is counted by, beside attachments. */
export function albumKey(pictureId: string): string {
  return `${album}${pictureId}`;
}

/**
 * Counts how long evidence was on screen and how long each picture was uncovered. Counts only while the page is visible;
 * hiding the page covers everything. Figures only grow. The clock gives milliseconds and never runs backwards.
 */
export class ViewTimer {
  readonly #clock: () => number;
  #visibleSince: number | null = null;
  #visibleMs = 0;
  readonly #uncoveredMs = new Map<string, number>();
  readonly #uncoveredSince = new Map<string, number>();

  constructor(clock: () => number, visible: boolean) {
    this.#clock = clock;
    if (visible) this.#visibleSince = clock();
  }

  show(): void {
    this.#visibleSince ??= this.#clock();
  }

  hide(): void {
    for (const attachmentId of [...this.#uncoveredSince.keys()]) this.cover(attachmentId);
    if (this.#visibleSince === null) return;
    this.#visibleMs += this.#clock() - this.#visibleSince;
    this.#visibleSince = null;
  }

  /** Ignored while the page is hidden: nobody sees the picture then. */
  uncover(attachmentId: string): void {
    if (this.#visibleSince === null || this.#uncoveredSince.has(attachmentId)) return;
    this.#uncoveredSince.set(attachmentId, this.#clock());
  }

  cover(attachmentId: string): void {
    const since = this.#uncoveredSince.get(attachmentId);
    if (since === undefined) return;
    this.#uncoveredSince.delete(attachmentId);
    this.#uncoveredMs.set(attachmentId, (this.#uncoveredMs.get(attachmentId) ?? 0) + this.#clock() - since);
  }

  /** The figures up to now, whole milliseconds. */
  times(): ViewTimes {
    const now = this.#clock();
    const uncovered = new Map(this.#uncoveredMs);
    for (const [id, since] of this.#uncoveredSince) uncovered.set(id, (uncovered.get(id) ?? 0) + now - since);
    const running = this.#visibleSince === null ? 0 : now - this.#visibleSince;
    const counted = [...uncovered].map(([key, ms]) => ({ key, uncoveredMs: Math.round(ms) }));
    return {
      visibleMs: Math.round(this.#visibleMs + running),
      attachments: counted.flatMap(({ key, uncoveredMs }) =>
        key.startsWith(album) ? [] : [{ attachmentId: key, uncoveredMs }],
      ),
      pictures: counted.flatMap(({ key, uncoveredMs }) =>
        key.startsWith(album) ? [{ pictureId: key.slice(album.length), uncoveredMs }] : [],
      ),
    };
  }
}
