/** assembly/pictures.ts once more, in plain TypeScript, one value at a time: float32 and int32 as the kernel has them. */
import { addTo, limit, type PictureKernel, storeUpToSix } from '../../src/pictures/kernel.ts';

const f = Math.fround;

/** Ties go to the even one. */
function nearest(value: number): number {
  const floor = Math.floor(value);
  const half = value - floor;
  if (half !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function upTo(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

function toInt16(value: number): number {
  return Math.min(32_767, Math.max(-32_768, nearest(value)));
}

export function startPlainKernel(): PictureKernel {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const floats = (at: number) => new Float32Array(memory.buffer, at);
  const ints = (at: number) => new Int16Array(memory.buffer, at);
  return {
    memory,
    pointwise(x, pixels, inner, by, weights, scales, bias, outer, to, mode) {
      const [values, weight, scale, plus, out] = [ints(x), ints(weights), floats(scales), floats(bias), floats(to)];
      for (let p = 0; p < Math.ceil(pixels / 4) * 4; p++) {
        for (let n = 0; n < outer; n++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) {
            const at = (n >> 3) * inner * 8 + (k >> 1) * 16 + (n & 7) * 2 + (k & 1);
            sum += (values[p * inner + k] ?? 0) * (weight[at] ?? 0);
          }
          const y = f(f(f(sum | 0) * f((scale[n] ?? 0) * f(by))) + (plus[n] ?? 0));
          const at = p * outer + n;
          if (mode === storeUpToSix) out[at] = upTo(y, 6);
          else out[at] = mode === addTo ? y + (out[at] ?? 0) : y;
        }
      }
    },
    depthwise(from, side, channels, stride, weights, bias, zeros, to) {
      const [values, weight, plus, zero, out] = [floats(from), floats(weights), floats(bias), floats(zeros), ints(to)];
      const shift = stride === 1 ? -1 : 0;
      const edge = side / stride;
      for (let at = 0; at < edge * edge * channels; at++) {
        const c = at % channels;
        const pixel = Math.floor(at / channels);
        let sum = plus[c] ?? 0;
        for (let tap = 0; tap < 9; tap++) {
          const y = Math.floor(pixel / edge) * stride + shift + Math.floor(tap / 3);
          const x = (pixel % edge) * stride + shift + (tap % 3);
          const inside = y >= 0 && y < side && x >= 0 && x < side;
          const value = inside ? (values[(y * side + x) * channels + c] ?? 0) : (zero[c] ?? 0);
          sum = f(sum + f(value * (weight[(c >> 3) * 72 + tap * 8 + (c & 7)] ?? 0)));
        }
        out[at] = nearest(upTo(sum, limit));
      }
    },
    greatest(from, count) {
      return floats(from)
        .subarray(0, count)
        .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    },
    narrow(from, count, by, to) {
      const [values, out] = [floats(from), ints(to)];
      for (let at = 0; at < count; at++) out[at] = toInt16(f((values[at] ?? 0) * f(by)));
    },
  };
}
