import type { ContentPart } from '@wellhouse/franking';

/** Words with names that pose as others, and a right-to-left override that nothing ends. */
export const posingNames: readonly ContentPart[] = [
  { type: 'text', text: 'Ask ' },
  { type: 'mention', account: 'mal@hub.example', name: '@ana@hub.example' },
  { type: 'text', text: ' or \u202ereh rehtom, ' },
  { type: 'mention', account: 'ben@hub.example', name: '@Ben' },
  { type: 'text', text: ' knows.' },
];
