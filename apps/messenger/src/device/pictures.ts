import { type AttachmentDescriptor, openAttachment, sealAttachment } from '@wellhouse/franking';
import { reportLimits } from '@wellhouse/protocol';
import { sha256Hex, toHex } from './bytes.ts';
import { type DeviceContext, DeviceError } from './context.ts';
import type { Write } from './store.ts';

/** Kinds of picture that a page can show and that run nothing. */
export const pictureTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];
/** What is shown has to fit into a report: ciphertexts up to this size are opened. */
const ciphertextBytes = reportLimits.attachmentBytes;
/** Of a picture that is sent; the rest is for the tags and leaves of its chunks. */
export const pictureBytes = ciphertextBytes - 64 * 1024;

export interface Picture {
  bytes: Uint8Array;
  name: string;
  mediaType: string;
  width: number;
  height: number;
}

const pathPrefix = '/api/blobs/';

/**
 * Encrypts a picture under a key of its own and uploads it for the group. The descriptor goes into the message as a part, so the
 * sender commits to key and bytes, and the picture can be reported like words.
 */
export async function uploadPicture(
  device: DeviceContext,
  groupId: string,
  picture: Picture,
): Promise<AttachmentDescriptor> {
  if (!pictureTypes.includes(picture.mediaType)) {
    throw new DeviceError('picture-refused', `cannot send ${picture.mediaType || 'this file'} as a picture`);
  }
  if (picture.bytes.length > pictureBytes) throw new DeviceError('picture-refused', 'the picture is too large');
  const { seal, ciphertext } = await sealAttachment({ plaintext: picture.bytes, random: device.random });
  const hash = toHex(seal.ciphertextSha256);
  await device.api.putBlob(hash, groupId, ciphertext);
  const kept: Write = { table: 'picture', key: hash, value: ciphertext };
  await device.store.write([kept]);
  const { name, mediaType, width, height } = picture;
  return { url: pathPrefix + hash, name, mediaType, width, height, ...seal };
}

/** The ciphertext of a picture, from the device or else from the delivery service; never from an address in a message. */
export async function pictureCiphertext(device: DeviceContext, attachment: AttachmentDescriptor): Promise<Uint8Array> {
  const name = toHex(attachment.ciphertextSha256);
  const kept = await device.store.get('picture', name);
  if (kept !== undefined) return kept;
  if (attachment.url !== pathPrefix + name) throw new DeviceError('picture-refused', 'the picture lies elsewhere');
  const ciphertext = await device.api.blob(name);
  if (sha256Hex(ciphertext) !== name)
    throw new DeviceError('picture-damaged', 'the picture is not the one that was sent');
  await device.store.write([{ table: 'picture', key: name, value: ciphertext }]);
  return ciphertext;
}

/** Opens a picture with the key of its message and checks everything that the message commits to before it can be shown. */
export async function openPicture(device: DeviceContext, attachment: AttachmentDescriptor): Promise<Uint8Array> {
  if (!pictureTypes.includes(attachment.mediaType) || attachment.size > ciphertextBytes) {
    throw new DeviceError('picture-refused', 'this is no picture that can be shown');
  }
  const ciphertext = await pictureCiphertext(device, attachment);
  if (ciphertext.length > ciphertextBytes)
    throw new DeviceError('picture-refused', 'the picture is too large to report');
  const opened = await openAttachment(attachment, ciphertext);
  if (!opened.ok) throw new DeviceError('picture-damaged', 'the picture is not the one that was sent');
  return opened.plaintext;
}
