/** `nsfwjs` as it comes, with the WebAssembly of TensorFlow.js in one thread: what we are compared with. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Picture } from '../../packages/classifiers/src/pictures/input.ts';

interface Tensor {
  dispose(): void;
  data(): Promise<Float32Array>;
}

interface Tf {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor3d(values: Int32Array, shape: readonly number[], dtype: 'int32'): Tensor;
}

/** Probabilities of drawing, hentai, neutral, porn and sexy. */
export type Stock = (picture: Picture) => Promise<Float32Array>;

/** @param folder where `npm install nsfwjs@4.4.0 @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 buffer@6.0.3` was called */
export async function openStock(folder: string): Promise<Stock> {
  const load = createRequire(join(folder, 'package.json'));
  const tf: Tf = load('@tensorflow/tfjs');
  const wasm = load('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${join(folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`);
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  const model: { infer(tensor: Tensor): Tensor } = await load('nsfwjs').load('MobileNetV2');
  return async ({ rgba, width, height }) => {
    const colours = new Int32Array(width * height * 3);
    for (let pixel = 0; pixel < width * height; pixel++) {
      for (let colour = 0; colour < 3; colour++) colours[pixel * 3 + colour] = rgba[pixel * 4 + colour] ?? 0;
    }
    const input = tf.tensor3d(colours, [height, width, 3], 'int32');
    const output = model.infer(input);
    const classes = await output.data();
    input.dispose();
    output.dispose();
    return classes;
  };
}
