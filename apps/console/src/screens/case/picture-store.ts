import { call } from '../../api/call.ts';
import { albumKey } from './view-timer.ts';

/** The pictures of one view, in memory from the first time one is uncovered until the view ends. */
export class PictureStore {
  readonly #viewId: string;
  readonly #urls = new Map<string, Promise<string>>();

  constructor(viewId: string) {
    this.#viewId = viewId;
  }

  /**
   * An object URL of the picture as the server re-encoded it.
   * @throws ApiError; the next call then tries again
   */
  load(attachmentId: string): Promise<string> {
    return this.#once(attachmentId, () =>
      call('getEvidencePicture', { params: { viewId: this.#viewId, attachmentId } }),
    );
  }

  /** The same of a picture of a shared album. */
  loadAlbumPicture(pictureId: string): Promise<string> {
    return this.#once(albumKey(pictureId), () =>
      call('getAlbumEvidence', { params: { viewId: this.#viewId, pictureId } }),
    );
  }

  async #once(key: string, fetchBlob: () => Promise<Blob>): Promise<string> {
    const known = this.#urls.get(key);
    if (known !== undefined) return known;
    const loading = fetchBlob().then((blob) => URL.createObjectURL(blob));
    this.#urls.set(key, loading);
    loading.catch(() => this.#urls.delete(key));
    return loading;
  }

  clear(): void {
    for (const url of this.#urls.values()) url.then(URL.revokeObjectURL, () => undefined);
    this.#urls.clear();
  }
}
