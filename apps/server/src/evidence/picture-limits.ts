/** What one picture may cost. Beyond any of it the picture is `unreadable`; nothing else suffers. */
export const pictureLimits = {
  /** Bytes of the opened file. */
  inputBytes: 25 * 1024 * 1024,
  /** Pixels of the decoded picture: 50 megapixels are about 200 MB while it is worked on. */
  pixels: 50_000_000,
  /** Longest edge of what the reviewer sees. */
  shownEdge: 1600,
  /** Bytes of what the reviewer sees. */
  outputBytes: 8 * 1024 * 1024,
  seconds: 20,
  /** Resident memory of the process that decodes. */
  memoryBytes: 768 * 1024 * 1024,
} as const;
export type PictureLimits = { readonly [K in keyof typeof pictureLimits]: number };
