import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AlbumPicture } from '../src/wire-albums.ts';
import type { Service, TestDevice } from './harness.ts';

/** A file as a person chooses it. `kind` says what the stand-in makes of it. */
export function file(
  kind: 'plain' | 'drill' | 'text',
  size = 2_000,
  name = `${kind}.png`,
): { name: string; bytes: Blob } {
  const head = { plain: [0x89, 0x50, 0x4e, 0x47], drill: [...Buffer.from('\x89PNGDRILL', 'latin1')], text: [0x61] }[
    kind
  ];
  const rest = kind === 'text' ? Buffer.alloc(size, 'words ') : randomBytes(size);
  return { name, bytes: new Blob([Uint8Array.from(head), rest]) };
}

export async function until(what: string, check: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await pause(20);
  }
}

/** What one person reads of an album: whose picture stands how. */
export async function seen({ device }: TestDevice, albumId: string): Promise<string[]> {
  await device.sync();
  const album = (await device.albums.list()).find((one) => one.albumId === albumId);
  return (album?.pictures ?? []).map(({ accountId, state }) => `${accountId.split('@')[0]}: ${state}`);
}

/** Ana's pictures of the album, once each of them is settled. */
export async function settled(person: TestDevice, albumId: string, count: number): Promise<AlbumPicture[]> {
  let pictures: AlbumPicture[] = [];
  await until(`${count} settled pictures`, async () => {
    await person.device.sync();
    pictures = (await person.device.albums.list()).find((one) => one.albumId === albumId)?.pictures ?? [];
    return pictures.length === count && pictures.every(({ state }) => state !== 'receiving' && state !== 'checking');
  });
  return pictures;
}

/** Ana's album with Ben in it; Mal is not. */
export async function albumOfTwo(service: Service) {
  const [ana, ben, mal] = [await service.device('Ana'), await service.device('Ben'), await service.device('Mal')];
  const albumId = await ana.device.albums.create('Lake', [ben.device.accountId]);
  await ben.device.sync();
  return { ana, ben, mal, albumId };
}
