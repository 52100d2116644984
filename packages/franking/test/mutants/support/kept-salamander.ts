import { buildSalamander as build, type Salamander, type SalamanderInput } from '../../attacks/support/salamander.ts';

const kept = new Map<string, Salamander>();

/** The salamanders of the attachment attacks, each searched for once a process and not once a mutant: that takes seconds. */
export function buildSalamander(input: SalamanderInput): Salamander {
  const name = `${input.nonce} ${input.derive !== undefined}`;
  const known = kept.get(name) ?? build(input);
  kept.set(name, known);
  return known;
}
