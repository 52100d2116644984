/**
 * The mean of every 8 x 8 block of a JPEG's luma, and nothing else: its first coefficient. The bits of the other 63 must be
 * read, as only they say where the next block begins, but nothing is done with them. Memory holds the tables, then the
 * file, then the coefficients; offsets in the file are checked, and a file that does not fit its tables ends the reading.
 */

/**
 * Per table: 65,536 entries by the next 16 bits, then 4,096 by the next few (0: look in the first): of coefficient 0 by the
 * next 10, of the others by the next 12, where one entry may stand for several codes.
 */
const TABLE_BYTES: usize = (65536 + 4096) * 2;
const TABLES: usize = 4096;
/** Four of coefficients 0, then four of the others. */
export const FILE: usize = TABLES + 8 * TABLE_BYTES;
/** Up to four components of a scan: h, v, table of coefficient 0, table of the others, 1 when it is the luma. */
export const COMPONENTS: usize = 2048;
/** 16 counts and up to 256 symbols. */
export const HUFFMAN: usize = 1024;

let accumulator: u64 = 0;
let count: i32 = 0;
let at: usize = 0;
let last: usize = 0;

/** Fills a table from HUFFMAN. @returns whether its codes fit into 16 bits */
export function setTable(index: i32): bool {
  const full = TABLES + <usize>index * TABLE_BYTES;
  memory.fill(full, 0, TABLE_BYTES);
  let code = 0;
  let symbol: usize = HUFFMAN + 16;
  for (let length = 1; length <= 16; length++) {
    const codes = <i32>load<u8>(HUFFMAN + length - 1);
    for (let i = 0; i < codes; i++, code++, symbol++) {
      const width = 1 << (16 - length);
      const first = code << (16 - length);
      if (first + width > 65536) return false;
      const entry = index < 4 ? firstEntry(length, load<u8>(symbol)) : otherEntry(length, load<u8>(symbol));
      for (let j = 0; j < width; j++) store<u16>(full + ((first + j) << 1), entry);
      if (index < 4 && length <= 10) {
        const fast = full + 65536 * 2;
        for (let j = 0; j < width >> 6; j++) store<u16>(fast + (((first >> 6) + j) << 1), entry);
      }
    }
    code <<= 1;
  }
  if (index >= 4) joinCodes(full);
  return true;
}

/** An entry for 12 bits takes in every code that they show whole, one after the other, up to the end of a block. */
function joinCodes(full: usize): void {
  for (let next = 0; next < 4096; next++) {
    let bits = 0;
    let advance = 0;
    let ended = false;
    while (bits < 12 && !ended) {
      const entry = <i32>load<u16>(full + ((((next << 4) << bits) & 0xffff) << 1));
      const length = ((entry >> 5) & 15) + 1;
      if (entry == 0 || bits + length > 12 || bits + (entry & 31) > 32) break;
      ended = entry >> 9 == 64;
      if (!ended && advance + (entry >> 9) > 63) break;
      bits += entry & 31;
      advance += ended ? 0 : entry >> 9;
    }
    store<u16>(full + 65536 * 2 + (next << 1), <u16>(bits | (advance << 6) | (ended ? ENDED : 0)));
  }
}

const ENDED: i32 = 1 << 13;

/** Bits of the code, and of the difference behind it. */
function firstEntry(length: i32, symbol: u8): u16 {
  return <u16>(length | (min(<i32>symbol, 16) << 8));
}

/** Bits of the code and of the value behind it, bits of the code less 1, and how many coefficients; 64: the block ends. */
function otherEntry(length: i32, symbol: u8): u16 {
  const run = <i32>symbol >> 4;
  const size = <i32>symbol & 15;
  const advance = size > 0 || run == 15 ? run + 1 : 64;
  return <u16>((length + size) | ((length - 1) << 5) | (advance << 9));
}

/**
 * Reads one scan of the file.
 * @param from offset of its first byte; @param end of the file
 * @param across,down how many units (of one block if there is one component)
 * @param stride blocks a row at `coefficients` (i16)
 * @param refine 0: first pass over coefficient 0, else the bit of a later pass
 * @param others whether the other coefficients stand in this scan
 * @returns whether all of it could be read
 */
export function readScan(
  from: i32, end: i32, components: i32, across: i32, down: i32, restart: i32,
  coefficients: usize, stride: i32, low: i32, refine: bool, others: bool,
): bool {
  let next = FILE + <usize>from;
  const stop = FILE + <usize>end;
  const units = across * down;
  const interval = restart > 0 ? restart : units;
  let unit = 0;
  while (unit < units) {
    if (next >= stop) return false;
    const marker = clean(next, stop);
    accumulator = 0;
    count = 0;
    store<u64>(COMPONENTS + 128, 0);
    store<u64>(COMPONENTS + 136, 0);
    const upTo = min(units, unit + interval);
    for (; unit < upTo; unit++) {
      const row = unit / across;
      if (!readUnit(components, unit - row * across, row, coefficients, stride, low, refine, others)) return false;
      // zeros are read behind the end, as long as nobody asks for more than they can be
      if (at > last + 16) return false;
    }
    if (at - <usize>(count >> 3) > last) return false;
    if (unit < units) {
      if (marker + 2 > stop || (load<u8>(marker + 1) & 0xf8) != 0xd0) return false;
      next = marker + 2;
    }
  }
  return true;
}

function readUnit(
  components: i32, column: i32, row: i32, coefficients: usize, stride: i32, low: i32, refine: bool, others: bool,
): bool {
  for (let i = 0; i < components; i++) {
    const component = COMPONENTS + <usize>i * 20;
    const h = components > 1 ? load<i32>(component) : 1;
    const v = components > 1 ? load<i32>(component, 4) : 1;
    const first = TABLES + <usize>load<i32>(component, 8) * TABLE_BYTES;
    const other = TABLES + <usize>(load<i32>(component, 12) + 4) * TABLE_BYTES;
    const luma = load<i32>(component, 16) != 0;
    for (let y = 0; y < v; y++) {
      for (let x = 0; x < h; x++) {
        const place = coefficients + (<usize>((row * v + y) * stride + column * h + x) << 1);
        if (refine) {
          refill();
          const bit = <i32>(accumulator >> 63);
          accumulator <<= 1;
          count--;
          if (luma) store<i16>(place, <i16>(<i32>load<i16>(place) | (bit << low)));
          continue;
        }
        const difference = readDifference(first);
        if (difference == i32.MIN_VALUE) return false;
        const before = COMPONENTS + 128 + (<usize>i << 2);
        const value = load<i32>(before) + difference;
        store<i32>(before, value);
        if (luma) store<i16>(place, <i16>(value << low));
        if (others && !skipOthers(other)) return false;
      }
    }
  }
  return true;
}

// @ts-ignore: decorator
@inline
function refill(): void {
  if (count >= 32) return;
  let word: u32 = 0;
  if (at < last) word = load<u32>(at);
  // the bytes stand with the highest bits first
  const swapped = (rotl(word, 8) & 0x00ff00ff) | (rotr(word, 8) & 0xff00ff00);
  accumulator |= <u64>swapped << (32 - count);
  count += 32;
  at += 4;
}

// @ts-ignore: decorator
@inline
function entryOf(table: usize): u32 {
  const fast = <u32>load<u16>(table + ((<usize>(accumulator >> 54)) << 1), 65536 * 2);
  return fast != 0 ? fast : <u32>load<u16>(table + ((<usize>(accumulator >> 48)) << 1));
}

function readDifference(table: usize): i32 {
  refill();
  const entry = entryOf(table);
  if (entry == 0) return i32.MIN_VALUE;
  const length = entry & 255;
  const size = entry >> 8;
  accumulator <<= length;
  count -= length + size;
  if (size == 0) return 0;
  const value = <i32>(accumulator >> (64 - size));
  accumulator <<= size;
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

function skipOthers(table: usize): bool {
  let bits = accumulator;
  let left = count;
  let from = at;
  let k = 1;
  while (k < 64) {
    if (left < 32) {
      let word: u32 = 0;
      if (from < last) word = load<u32>(from);
      const swapped = (rotl(word, 8) & 0x00ff00ff) | (rotr(word, 8) & 0xff00ff00);
      bits |= <u64>swapped << (32 - left);
      left += 32;
      from += 4;
    }
    const joined = <i32>load<u16>(table + ((<usize>(bits >> 52)) << 1), 65536 * 2);
    const after = k + ((joined >> 6) & 63);
    // several codes at once, unless the block ends between them without saying so
    if (joined != 0 && after <= 64 - (joined >> 13)) {
      bits <<= joined & 63;
      left -= joined & 63;
      if (joined & ENDED) break;
      k = after;
      continue;
    }
    const entry = <i32>load<u16>(table + ((<usize>(bits >> 48)) << 1));
    if (entry == 0) return false;
    k += entry >> 9;
    bits <<= entry & 31;
    left -= entry & 31;
  }
  accumulator = bits;
  count = left;
  at = from;
  return true;
}

/**
 * Takes the stuffing out of the data from `from` up to a marker, in place, and sets the reader to it.
 * @returns where the marker is
 */
function clean(from: usize, stop: usize): usize {
  let read = from;
  let write = from;
  const full = i8x16.splat(-1);
  while (read < stop) {
    if (read + 16 <= stop) {
      const bytes = v128.load(read);
      if (!v128.any_true(i8x16.eq(bytes, full))) {
        v128.store(write, bytes);
        read += 16;
        write += 16;
        continue;
      }
    }
    const byte = load<u8>(read);
    if (byte == 0xff) {
      const after: i32 = read + 1 < stop ? load<u8>(read + 1) : 0xd9;
      if (after == 0xff) {
        read++;
        continue;
      }
      if (after != 0) break;
      read++;
    }
    store<u8>(write, byte);
    read++;
    write++;
  }
  at = from;
  last = write;
  return read;
}
