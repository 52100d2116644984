/** What a file is by its first bytes; never by what somebody said. Only what cannot run in a browser is named. */
const kinds: readonly {
  readonly mediaType: string;
  readonly extension: string;
  readonly is: (head: string) => boolean;
}[] = [
  { mediaType: 'image/jpeg', extension: 'jpg', is: (head) => head.startsWith('\xff\xd8\xff') },
  { mediaType: 'image/png', extension: 'png', is: (head) => head.startsWith('\x89PNG\r\n\x1a\n') },
  { mediaType: 'image/gif', extension: 'gif', is: (head) => /^GIF8[79]a/.test(head) },
  { mediaType: 'image/webp', extension: 'webp', is: (head) => /^RIFF[\s\S]{4}WEBP/.test(head) },
  { mediaType: 'image/avif', extension: 'avif', is: (head) => /^[\s\S]{4}ftypavi[fs]/.test(head) },
  { mediaType: 'image/heic', extension: 'heic', is: (head) => /^[\s\S]{4}ftyp(hei[cmsx]|mif1|msf1)/.test(head) },
  { mediaType: 'image/tiff', extension: 'tiff', is: (head) => /^(II\*\0|MM\0\*)/.test(head) },
  { mediaType: 'image/bmp', extension: 'bmp', is: (head) => /^BM[\s\S]{4}\0\0\0\0/.test(head) },
  { mediaType: 'video/webm', extension: 'webm', is: (head) => head.startsWith('\x1aE\xdf\xa3') },
  { mediaType: 'video/quicktime', extension: 'mov', is: (head) => /^[\s\S]{4}ftypqt {2}/.test(head) },
  { mediaType: 'video/mp4', extension: 'mp4', is: (head) => /^[\s\S]{4}ftyp/.test(head) },
];

const unknown = { mediaType: 'application/octet-stream', extension: 'bin' };

/** A media type of what it looks like, or `application/octet-stream`. */
export function mediaTypeOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 32)).toString('latin1');
  return (kinds.find(({ is }) => is(head)) ?? unknown).mediaType;
}

export function extensionOf(mediaType: string): string {
  return (kinds.find((kind) => kind.mediaType === mediaType) ?? unknown).extension;
}
