/** What one request may cost. */
export interface HmaLimits {
  readonly photoBytes: number;
  /** Read and hashed as it comes, never held. */
  readonly videoBytes: number;
  /** From asking for an address to the last byte. */
  readonly fetchSeconds: number;
  /** Photos and videos that are taken in at the same time; more are asked to come again. */
  readonly atOnce: number;
  /** Calls of one hub in a minute that add to a list: each is kept for ever in its versions and in the audit log. */
  readonly addsPerMinute: number;
}

export const hmaLimits: HmaLimits = {
  photoBytes: 32 * 1024 * 1024,
  videoBytes: 256 * 1024 * 1024,
  fetchSeconds: 30,
  atOnce: 8,
  addsPerMinute: 600,
};
