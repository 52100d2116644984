import { call } from '../../api/call.ts';

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
  async load(attachmentId: string): Promise<string> {
    const known = this.#urls.get(attachmentId);
    if (known !== undefined) return known;
    const loading = call('getEvidencePicture', { params: { viewId: this.#viewId, attachmentId } }).then((blob) =>
      URL.createObjectURL(blob),
    );
    this.#urls.set(attachmentId, loading);
    loading.catch(() => this.#urls.delete(attachmentId));
    return loading;
  }

  clear(): void {
    for (const url of this.#urls.values()) url.then(URL.revokeObjectURL, () => undefined);
    this.#urls.clear();
  }
}
