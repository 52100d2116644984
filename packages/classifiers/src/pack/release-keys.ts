/**
 * Public keys (Ed25519, hexadecimal) by which the packs that ship with Wellhouse are signed. The private half is the maintainers' and
 * stands in no repository; whoever signs packs of their own gives their own list (docs/adr/0114-packs-are-signed-by-somebody-you-named.md).
 */
export const releaseKeys: readonly string[] = ['db10f57318f7c49528f27961bdf389435daa44ad6041b27ada2473899df963d7'];
