/** Shown beside a message whose number its hub gave to another message too (docs/spec/franking.md §10.1). */
export const hubContradiction = {
  code: 'hub-contradiction',
  detail:
    'The delivery service contradicts itself: it has stamped another message, or another time or sender, under the same ' +
    'number of this group. One of the two is not what happened, so neither counts as proven.',
} as const;
