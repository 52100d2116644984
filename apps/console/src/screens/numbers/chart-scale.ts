/** A round number at or above the greatest value, for the top of an axis. */
export function axisTop(values: readonly number[]): number {
  const most = Math.max(1, ...values);
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 5, 10].find((each) => each * power >= most) ?? 10;
  return step * power;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** Points of a line through the values, one a column of the frame, as SVG has them. */
export function linePoints(values: readonly number[], top: number, { width, height }: Frame): string {
  return values
    .map((value, index) => `${round(columnOf(index, values.length, width))},${round(height - (value / top) * height)}`)
    .join(' ');
}

/** Middle of a column. */
export function columnOf(index: number, columns: number, width: number): number {
  return ((index + 0.5) / columns) * width;
}

const round = (value: number) => Math.round(value * 10) / 10;
