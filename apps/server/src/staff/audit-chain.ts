import { createHash } from 'node:crypto';

/** What one entry of the audit log says; the hash covers all of it. */
export interface AuditContent {
  /** Position from 1. */
  readonly entryId: number;
  readonly at: Date;
  readonly staffId: string | null;
  readonly action: string;
  readonly object: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface ChainedEntry extends AuditContent {
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** `previousHash` of the first entry. */
export const chainStart: Buffer = Buffer.alloc(32);

/** SHA-256 over the previous hash and the entry as JSON with sorted keys, so that no entry can change unnoticed. */
export function hashEntry(previousHash: Uint8Array, content: AuditContent): Buffer {
  const { entryId, at, staffId, action, object, details } = content;
  const canonical = canonicalJson({ entryId, at: at.toISOString(), staffId, action, object, details });
  return createHash('sha256').update(previousHash).update(canonical, 'utf8').digest();
}

/** JSON with the keys of every object in code-unit order; what is not JSON is dropped as JSON.stringify drops it. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Null when the entries, in order from `first`, form one unbroken chain; else the position of the first that does not. */
export function firstBrokenEntry(
  entries: Iterable<ChainedEntry>,
  start: { entryId: number; hash: Buffer },
): number | null {
  let { entryId, hash } = start;
  for (const entry of entries) {
    entryId += 1;
    const intact =
      entry.entryId === entryId && entry.previousHash.equals(hash) && entry.hash.equals(hashEntry(hash, entry));
    if (!intact) return entryId;
    hash = entry.hash;
  }
  return null;
}
