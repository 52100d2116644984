/**
 * What is refused of a picture. `bad-dimensions`: width and height are no whole numbers from 1 on, or there are not four bytes a pixel;
 * `too-many-pixels`: more than the limit; `not-decoded`: the browser gives no pixels;
 * `moving`: the file shows more than one picture, of which one alone would be looked at.
 */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly code: 'bad-dimensions' | 'too-many-pixels' | 'not-decoded' | 'moving';

  constructor(code: PictureError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
