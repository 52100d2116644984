import { type CheckReceivedInput, encodeStamp, type Stamp } from '../../../src/index.ts';
import { asReceived, makeScene } from '../../support/scene.ts';

/** The message that a hub or a follower tampers with. */
export const honest = makeScene();

/** The honest message as it is received with another stamp. */
export function withStamp(stamp: Stamp): CheckReceivedInput {
  return asReceived(honest, { stamp: encodeStamp(stamp) });
}

/** The honest message whose stamp has another context, under the signature of the true one. */
export function withContext(change: Partial<Stamp['context']>): CheckReceivedInput {
  return withStamp({ ...honest.stamp, context: { ...honest.stamp.context, ...change } });
}
