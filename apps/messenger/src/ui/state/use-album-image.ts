import { pictureTypeOf } from '@wellhouse/client';
import { type RefObject, useEffect, useState } from 'react';
import { DeliveryUnreachable } from '../../device/delivery-api.ts';
import type { Device } from '../../device/device.ts';
import { useSession } from './use-session.ts';

interface Loaded {
  users: number;
  /** Null: it cannot be shown. */
  bytes: Promise<Uint8Array | null>;
}

/** What is on the page of one device; forgotten with the last place that shows it. */
const loaded = new WeakMap<Device, Map<string, Loaded>>();

const pausesMs = [1_000, 3_000, 10_000, 30_000];

/** The bytes of a released picture, asked for again while the service cannot be reached; null: it cannot be shown. */
export async function loadAlbumPicture(
  device: Device,
  albumId: string,
  pictureId: string,
  stillWanted: () => boolean = () => true,
): Promise<Uint8Array | null> {
  for (const pause of [...pausesMs, null]) {
    try {
      const bytes = await device.albums.picture(albumId, pictureId);
      return pictureTypeOf(bytes) === null ? null : bytes;
    } catch (error) {
      if (!(error instanceof DeliveryUnreachable) || pause === null) break;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (!stillWanted()) break;
    }
  }
  return null;
}

function begin(device: Device, albumId: string, pictureId: string): Loaded {
  const entry: Loaded = { users: 0, bytes: Promise.resolve(null) };
  entry.bytes = loadAlbumPicture(device, albumId, pictureId, () => entry.users > 0);
  return entry;
}

/** A released picture of an album; null where it cannot be shown, undefined until it is there. */
export function useAlbumBytes(albumId: string, pictureId: string, wanted: boolean): Uint8Array | null | undefined {
  const { device } = useSession();
  const [state, setState] = useState<{ pictureId: string; bytes: Uint8Array | null }>();
  useEffect(() => {
    if (!wanted) return;
    const all = loaded.get(device) ?? new Map<string, Loaded>();
    loaded.set(device, all);
    const entry = all.get(pictureId) ?? begin(device, albumId, pictureId);
    all.set(pictureId, entry);
    entry.users += 1;
    let stopped = false;
    void entry.bytes.then((bytes) => {
      if (!stopped) setState({ pictureId, bytes });
    });
    return () => {
      stopped = true;
      entry.users -= 1;
      if (entry.users === 0) all.delete(pictureId);
    };
  }, [device, albumId, pictureId, wanted]);
  return state?.pictureId === pictureId ? state.bytes : undefined;
}

/** Whether an element has come near what can be seen of the page. */
export function useCameNear(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (near || element.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && setNear(true),
      { rootMargin: '400px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, near]);
  return near;
}

/** The address of a file of this device. */
export function useFileAddress(file: Blob | null): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (file === null) return;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => {
      setAddress(null);
      URL.revokeObjectURL(made);
    };
  }, [file]);
  return address;
}
