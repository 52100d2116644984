import type { TextKind } from '@wellhouse/classifiers';

/** What friends and family write; nothing of it is to prompt. */
export const friendly = [
  'Thank you so much, see you tomorrow!',
  'Are you coming to dinner on Sunday? Mum is cooking.',
  'haha that was such a good film',
  'I love you, sleep well',
  'The meeting is moved to three, same room.',
  'Can you send me the pictures of the trip?',
  'My sister is gay and her wife is lovely',
  'We are a Muslim family from Leeds and we love cricket',
  'I am so proud of you',
  'Please pay me back for the tickets when you can, no rush',
  'see you tomorrow',
  'see you at school',
  'See you tonight',
  'we are waiting for you',
  "I'm outside your house",
  "I'll get you a ticket",
];

/** Of each kind a mild line, and one that is like it and harmless. */
export const pairs: readonly (readonly [kind: TextKind, more: string, less: string])[] = [
  ['threat', 'I am going to hurt you', 'I am going to help you'],
  ['hate', 'women are stupid and should shut up', 'women are welcome and should speak up'],
  ['insult', 'you are an idiot', 'you are a good cook'],
  ['sexual', 'send me a sexy picture of your body', 'send me a picture of the old bridge'],
  [
    'spam',
    'You have WON a free prize! Call now to claim your cash',
    'I have a free evening, call me when you are home',
  ],
  ['sextortion', 'pay me or your parents will see your pictures', 'your parents are happy to see your pictures'],
];

/** All of them, in one order. */
export const mildLines: readonly string[] = [...friendly, ...pairs.flatMap(([, more, less]) => [more, less])];
