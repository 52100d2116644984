/**
 * Public keys (Ed25519, hexadecimal) by which the packs that ship with Wellhouse are signed. The private halves are the maintainers' and
 * stand in no repository; whoever signs packs of their own gives their own list (docs/adr/0114-packs-are-signed-by-somebody-you-named.md).
 */
export const releaseKeys: readonly string[] = [
  'db10f57318f7c49528f27961bdf389435daa44ad6041b27ada2473899df963d7', // its private half is not held any more: signs nothing new
  '68fb658390e8e9b50c3a5697ab140d25388e0cd5d9bc85170802b408bbfbc5d8', // signs packs released from 2026-11-28 on
];
