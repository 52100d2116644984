export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function unhex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error(`cannot read hex "${text.slice(0, 20)}"`);
  return Uint8Array.from(Buffer.from(text, 'hex'));
}
