import { whyNotDecode } from '@wellhouse/client';
import { type Picture, pictureBytes, pictureTypes } from '../../device/pictures.ts';

const longestSide = 2_048;
const quality = 0.86;

/**
 * A picture as it is sent: drawn anew, so that place, camera and other hidden data of the file stay behind, and no
 * larger than a screen needs.
 *
 * @returns null if the file cannot be read or decoded as a picture
 */
export async function preparePicture(file: File): Promise<Picture | null> {
  if (!pictureTypes.includes(file.type) || file.size > pictureBytes) return null;
  // a file may be gone, or not be readable any more, since it was chosen
  const chosen = await file.arrayBuffer().catch(() => null);
  if (chosen === null || whyNotDecode(new Uint8Array(chosen)) !== null) return null;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  if (blob === null) return null;
  return {
    bytes: new Uint8Array(await blob.arrayBuffer()),
    name: 'picture.jpg',
    mediaType: 'image/jpeg',
    width: canvas.width,
    height: canvas.height,
  };
}
