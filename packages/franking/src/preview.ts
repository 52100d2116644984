import { limits } from './constants.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** A link's preview as the sender's device made it. */
export interface Preview {
  /** 1 to 2048 bytes. */
  url: string;
  /** 0 to 512 bytes. */
  title: string;
}

export function encodePreview(writer: Writer, preview: Preview): void {
  writer.text(preview.url, 1, limits.url, 'preview.url').text(preview.title, 0, limits.title, 'preview.title');
}

export function decodePreview(reader: Reader): Preview {
  return { url: reader.text(1, limits.url, 'preview.url'), title: reader.text(0, limits.title, 'preview.title') };
}
