/**
 * Whoever logs in: what anybody else had half written in this tab goes. It is kept under keys that name its author
 * (`wellhouse.draft.STAFF.CASE`, `wellhouse.note.AUDIENCE.STAFF.CASE`), through a reload and the end of a session.
 */
export function forgetOthersWords(storage: Storage, staffId: string): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
  for (const key of keys) {
    if (/^wellhouse\.(draft|note)\./.test(key) && !key.split('.').includes(staffId)) storage.removeItem(key);
  }
}
