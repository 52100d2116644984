/** Harmless messages of 280 characters each. */
const told = `Shall we meet at the station at seven, or would you rather come here first? I have tickets for the later show, and Ana said
that she might join us if the rain stops by then. Bring an umbrella anyway, because the forecast for the evening is not good and we
have to walk from there, about twenty minutes along the river. My sister cooked far too much soup on Sunday; I could take some of it
with me in the blue pot, and you could have it for lunch tomorrow. Did the plumber ever call you back about the kitchen tap? Ours came
on Tuesday, drank two cups of coffee, looked at the pipe for a while and said it would hold until spring. We have hung the pictures in
the hall at last, the large one a little crooked, so please say that you like it. By the way, the library wants its book returned, the
one on bees; I looked under the sofa and in the car and cannot find it. Write when you leave the house and I will put the kettle on!`;
const length = 280;

export const texts: readonly string[] = Array.from({ length: 12 }, (_, index) => {
  const text = told.replaceAll('\n', ' ');
  const from = Math.floor((index * (text.length - length)) / 11);
  return text.slice(from, from + length);
});
