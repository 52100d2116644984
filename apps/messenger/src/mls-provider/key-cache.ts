/**
 * Remembers imported keys by their bytes, since importing costs more than one use. Holds at most `maximum`;
 * the oldest falls out first.
 */
export function createKeyCache<Key>(importKey: (bytes: Uint8Array) => Key, maximum = 512): (bytes: Uint8Array) => Key {
  const known = new Map<string, Key>();
  return (bytes) => {
    let name = '';
    for (const byte of bytes) name += String.fromCharCode(byte);
    const found = known.get(name);
    if (found !== undefined) return found;
    const key = importKey(bytes);
    if (known.size >= maximum) {
      const oldest = known.keys().next();
      if (!oldest.done) known.delete(oldest.value);
    }
    known.set(name, key);
    return key;
  };
}
