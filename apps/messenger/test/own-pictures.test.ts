import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenToAsk } from '../src/delivery/when-to-ask.ts';
import type { StoredUpload } from '../src/device/store.ts';
import { ownPictures } from '../src/ui/state/own-pictures.ts';
import type { AlbumPicture } from '../src/wire-albums.ts';

const self = 'ana@messenger.localhost';

function told(id: string, state: AlbumPicture['state'], accountId = self): AlbumPicture {
  return { pictureId: id as AlbumPicture['pictureId'], accountId, state, why: null, addedAt: 0, notice: null };
}

function kept(id: string, more: Partial<StoredUpload> = {}): StoredUpload {
  const base = { pictureId: id, albumId: 'album', name: `${id}.jpg`, bytes: new Blob(['x']), order: 0, sha256: null };
  return { ...base, sent: false, problem: null, ...more };
}

test('what the service says and what this device sends are one list, each picture once', () => {
  const pictures = [
    told('a', 'released'),
    told('b', 'held'),
    told('c', 'receiving'),
    told('d', 'receiving'),
    told('e', 'checking'),
    told('f', 'withdrawn'),
    told('g', 'receiving'),
    told('ben', 'released', 'ben@messenger.localhost'),
  ];
  const uploads = [kept('b', { sent: true }), kept('d'), kept('g', { problem: 'not-found' }), kept('new')];
  const shown = ownPictures(pictures, uploads, self);
  assert.deepEqual(
    shown.map(({ pictureId, state, why, upload }) => [pictureId, state, why, upload?.name ?? null]),
    [
      ['b', 'held', null, 'b.jpg'],
      ['c', 'elsewhere', null, null],
      ['d', 'sending', null, 'd.jpg'],
      ['e', 'checking', null, null],
      ['f', 'refused', null, null],
      ['g', 'refused', 'not-found', 'g.jpg'],
      ['new', 'sending', null, 'new.jpg'],
    ],
  );
});

test('the service asks soon about what is fresh, less and less often later, and not about what is settled', () => {
  const row: Parameters<typeof whenToAsk>[1] = { added_at: 0, taken_out_at: null, withdrawn: 0 };
  const pause = (state: AlbumPicture['state'], age: number, more: Partial<typeof row> = {}) => {
    const at = whenToAsk(state, { ...row, ...more }, age);
    return at === null ? null : at - age;
  };
  assert.equal(pause('checking', 0), 2_000);
  assert.equal(pause('checking', 60_000), 15_000);
  assert.equal(pause('held', 30 * 86_400_000), 3_600_000);
  assert.equal(pause('refused', 0), null);
  assert.equal(pause('withdrawn', 0), null);
  assert.equal(
    pause('withdrawn', 0, { taken_out_at: 0 }),
    10_000,
    'until the safety server knows that it was taken out',
  );
  assert.equal(pause('withdrawn', 0, { taken_out_at: 0, withdrawn: 1 }), null);
});
