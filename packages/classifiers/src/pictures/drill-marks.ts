import { limit } from './kernel.ts';
import { side } from './model.ts';

/** Squares of an edge, and pixels of an edge of a square. */
const squares = 8;
const square = side / squares;

/**
 * Mean absolute difference of the marks, of 255. Copies that were encoded again or scaled stay below 2, those that lost a twentieth or
 * are a twentieth brighter lie around 8; the 90 photographs that were tried stay above 25.
 */
const mostApart = 8;

/**
 * A picture in 8 x 8 squares: the mean of red, green and blue of each, 0 to 255.
 * @param input as `pictureInput` makes it
 */
export function markOf(input: Int16Array): Uint8Array<ArrayBuffer> {
  const sums = new Float64Array(squares * squares * 3);
  for (let y = 0; y < side; y++) {
    const row = Math.floor(y / square) * squares;
    for (let x = 0; x < side; x++) {
      const to = (row + Math.floor(x / square)) * 3;
      const from = (y * side + x) * 3;
      for (let colour = 0; colour < 3; colour++)
        sums[to + colour] = (sums[to + colour] ?? 0) + (input[from + colour] ?? 0);
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round((sum / square ** 2 / limit) * 255));
}

/**
 * Whether what the model would see is one of the five pictures of the drill (apps/server/src/drill/pictures), which say DRILL in large
 * letters. For rehearsals and tests alone: so nobody needs a picture of the kind that is looked for, and the answer does not hang on a model.
 */
export function isDrillPicture(input: Int16Array): boolean {
  const mark = markOf(input);
  return drillMarks.some((known) => apart(mark, known) <= mostApart);
}

/** Mean absolute difference. */
export function apart(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}

/** harbour, kites, mosaic, rings, orchard; a test draws them again from the pictures. */
const drillMarks = [
  '89mk89mk89mk89mk89mk8tWg8tKd89mk89mk89mk4Mme89mk89mk6Jhi5ohS89mk89mk89mk4tS789mk89mk6qNu6JRe89mk89mk89mk8enc6tKj89mk89mk89mk89mkyruW2bSJxqmSwq6Qxr2axr2axr2axr2aLF54dy8qey0mQEpbH1ZzH1ZzH1ZzH1ZzH1ZzH1ZzJVx3Jl14dJipaI+iT3qRJVt3H1ZzH1ZzH1ZzH1ZzTXmQPW2GS3mQRHeN',
  'z+j3zeLxz+j30sqj1d7Sz+j3z+j3z+j3yszbtk9bz+j307Vr1cGHz+j3wM7qyN3wzcLRuFdkz+j30uLhzdPDz+j3XSyTusTlzN7tytroz+j3yuLxzuf2z+j3i3a9zOT1z+j3yuPxzeX0yeHwz+j3zeX0yuPxz+j3yuTxsdLUstDVyeHvzuf2x9/tz+j3yuXyY5Zxc6B9aJh0bJh9mr25wN3mqMvJXJJwYZRtha2PZZdxaJhzRIBSP31OP31OP31O',
  'Kp2P8fru9KJh8fruJkZT8fru6cRqJkZTJ2Ro8fru8tu988GSpZhi88GS8K5kpGFSZFNSq7awqbSvq3hPo49Vq3hPq3lQ529R529ROj81bmZCX1s+QEQ2Njw0ECAq529R8fruOj81aWJAXFg9T086WVY8GScsJkZTZ4CFrXpQolZEHzpGq3hPqbSvJHdvsoRdanJbrqBx7IFXaVRSrqBxq7y4b72w9KJh6cRqKp2P9KJh529RKp2PJkZT8fru9KJh',
  'GxsvVCU7cCpBVSU7GxsvHiY7HB0xGxsvZCg/fy1EcCpBfi1EZig/JT1TMWaAHyo/iC5GeixDcitCeixDhy5GPUFZN3iULVhxbypBiC5GhC5Fhy5GcCpBZkhhN3iULVhxhS5GcytCvjhScSpBhy5GZUhhNXOOIjNJbipBhy5GeCxDhi5GbipBY0FZIS5DGxsvhy5Gfi1EcSpBfi1Em05jVUZXNjZHKio9WyY9hS5GcytChS5GiF9vY2JvWlpoSEhY',
  '/fbj/fbj/fbj/fbj/fbj/fbj/fbj/fbj1NjB0tfA/fbj/fbj6+nU6+nU/fbj/fbjZHdYXXRUqrCBuMWZeYpteotuzMqnzM6qf5R2fpBzgp9fnax3pqmQp6qRo7OAp7OC5tvH5NnEzMus4+LH5tvH5tvH4NnC49vE2MCi1r6gzbSW48ut2MCi2MCi1r6g2MCitWUdtWUduHg9woNJu3EtuW4pr2Idr2IdtWUdtWUdxIJFyo9XwX0+v3k5tWUdtWUd',
].map((mark) => Uint8Array.from(atob(mark), (char) => char.charCodeAt(0)));
