/** A video is known by its first bytes, whatever its name says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVideo } from '@wellhouse/fingerprint';

const box = (type: string, brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`${type}${brand}`)]);

test('MP4, QuickTime, 3GP, WebM, Matroska and AVI are video', () => {
  for (const brand of ['isom', 'mp42', 'avc1', 'iso6', 'M4V ', 'qt  ', '3gp5', 'dash', 'hvc1']) {
    assert.equal(isVideo(box('ftyp', brand)), true, brand);
  }
  for (const first of ['moov', 'mdat', 'wide', 'free']) assert.equal(isVideo(box(first, 'xxxx')), true, first);
  assert.equal(isVideo(Buffer.from('1a45dfa39f4286810142f781', 'hex')), true);
  assert.equal(isVideo(Buffer.from('RIFF\0\0\0\0AVI LIST', 'latin1')), true);
});

test('pictures of HEIF and AVIF, and sound, are no video though their files begin like one', () => {
  for (const brand of ['heic', 'heix', 'mif1', 'msf1', 'avif', 'avis', 'crx ', 'M4A ']) {
    assert.equal(isVideo(box('ftyp', brand)), false, brand);
  }
  for (const riff of ['WEBP', 'WAVE']) assert.equal(isVideo(Buffer.from(`RIFF\0\0\0\0${riff}`, 'latin1')), false, riff);
});

test('playlists, pictures, text and stumps are no video', () => {
  const texts = [
    '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/a.ts',
    'ffconcat version 1.0\nfile x',
    '<?xml version="1.0"?><MPD>',
    'GIF89a and more',
  ];
  for (const text of texts) assert.equal(isVideo(Buffer.from(text)), false, text);
  assert.equal(isVideo(Buffer.from('ffd8ffe000104a46494600010100', 'hex')), false);
  for (let length = 0; length < 12; length++) assert.equal(isVideo(box('ftyp', 'isom').subarray(0, length)), false);
  assert.equal(isVideo(box('ftyp', 'isom')), true);
});
