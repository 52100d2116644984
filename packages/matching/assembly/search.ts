import {
  CHUNK_BYTES,
  CODE_BYTES,
  chunkHasExcerpts,
  chunkIds,
  chunkOffsets,
  chunkRadius,
  chunkValue,
  copyExcerpt,
  EXCERPT_BYTES,
} from './chunk';

/*
 * Radius search by the generalised pigeonhole principle. Radii of the chunks add up so that a code within `radius` of a
 * query lies, in at least one chunk, within that chunk's radius; so visiting those buckets misses nothing. Each chunk is
 * searched for a whole batch of queries in three phases (which buckets, which ids, which codes), because then no load
 * waits for the one before it and the processor has many cache misses under way at once.
 */

let codes: u32 = 0;
let count: u32 = 0;
let removed: u32 = 0;
let chunks: u32 = 0;
let chunkCount: u32 = 0;
let scratch: u32 = 0;
let scratchEnd: u32 = 0;
let states: u32 = 0;
let queries: u32 = 0;

let radius: u32 = 0;
let budget: u32 = 0;
let limit: u32 = 0;
let hits: u32 = 0;
let hitsEnd: u32 = 0;
let found: u32 = 0;

/** State of a query, 16 bytes: candidates so far; chunks that were searched by index; hits; end of its buckets in this chunk. */
const STATE_BYTES: u32 = 16;
const HIT_BYTES: u32 = 12;
const NOT_BY_INDEX: u32 = 0xffffffff;

/**
 * Where everything lies. `removed`: one bit an entry. `scratch` must hold 8 bytes for each mask and query of a batch, and
 * then some thousand ids.
 */
export function configure(
  codesAt: u32,
  entries: u32,
  removedAt: u32,
  chunksAt: u32,
  chunksUsed: u32,
  queriesAt: u32,
  statesAt: u32,
  scratchAt: u32,
  scratchBytes: u32,
): void {
  codes = codesAt;
  count = entries;
  removed = removedAt;
  chunks = chunksAt;
  chunkCount = chunksUsed;
  queries = queriesAt;
  states = statesAt;
  scratch = scratchAt;
  scratchEnd = scratchAt + scratchBytes;
}

/**
 * Searches `batch` queries and writes hits (query, entry, distance: three u32 each) to `hitsAt`. Returns how many there
 * are; beyond `hitsRoom` they are only counted. A query that has `most` hits is not searched further. One that would cost
 * more than `candidates` visits to single codes is answered by reading all codes in a row instead.
 */
export function search(
  batch: u32,
  within: u32,
  candidates: u32,
  most: u32,
  hitsAt: u32,
  hitsRoom: u32,
): u32 {
  radius = within;
  budget = candidates;
  limit = most;
  hits = hitsAt;
  hitsEnd = hitsAt + hitsRoom * HIT_BYTES;
  found = 0;
  memory.fill(states, 0, batch * STATE_BYTES);
  const indexed = chunkCount > 0;
  for (let c: u32 = 0; c < chunkCount; c++) {
    const chunk = chunks + c * CHUNK_BYTES;
    if (chunkRadius(chunk) < 0) continue;
    if (chunkHasExcerpts(chunk)) searchExcerpts(c, batch);
    else searchChunk(c, batch);
  }
  for (let q: u32 = 0; q < batch; q++) {
    const state = states + q * STATE_BYTES;
    if (!indexed || load<u32>(state) == NOT_BY_INDEX) scan(q, state);
  }
  return found;
}

function searchChunk(c: u32, batch: u32): void {
  const ids = findBuckets(c, batch);
  let into = ids;
  let first: u32 = 0;
  let from = scratch;
  let segment = ids;
  const idsAt = chunkIds(chunks + c * CHUNK_BYTES);
  // Ends of each query's ids are kept in its state; what does not fit is verified before more is read.
  for (let q: u32 = 0; q < batch; q++) {
    const state = states + q * STATE_BYTES;
    const end = load<u32>(state, 12);
    for (; from < end; from += 8) {
      let at = idsAt + (load<u32>(from) << 2);
      let bytes = (load<u32>(from, 4) << 2) - (load<u32>(from) << 2);
      while (into + bytes + 16 > scratchEnd) {
        const room = (scratchEnd - into - 16) & ~15;
        memory.copy(into, at, room);
        store<u32>(state, into + room, 12);
        segment = verifyQueries(c, first, q, segment);
        into = ids;
        segment = ids;
        first = q;
        at += room;
        bytes -= room;
      }
      v128.store(into, v128.load(at));
      for (let more: u32 = 16; more < bytes; more += 16) v128.store(into + more, v128.load(at + more));
      into += bytes;
    }
    store<u32>(state, into, 12);
  }
  if (batch > 0) verifyQueries(c, first, batch - 1, segment);
}

/** Where codes stand beside their ids in part, what phase 2 finds is compared on the spot. */
function searchExcerpts(c: u32, batch: u32): void {
  const lists = findBuckets(c, batch);
  const chunk = chunks + c * CHUNK_BYTES;
  const ids = chunkIds(chunk);
  touch(ids, scratch, lists);
  const within = radius;
  let from = scratch;
  for (let q: u32 = 0; q < batch; q++) {
    const state = states + q * STATE_BYTES;
    const end = load<u32>(state, 12);
    // the end of scratch is free here: 64 bytes for the code, 16 for the excerpt
    const excerpt = scratchEnd - 16;
    copyExcerpt(queries + q * CODE_BYTES, chunk, scratchEnd - 80, excerpt);
    const a = load<u64>(excerpt);
    const b = load<u32>(excerpt, 8);
    for (; from < end; from += 8) {
      const last = ids + (load<u32>(from, 4) << 4);
      for (let at = ids + (load<u32>(from) << 4); at < last; at += 16) {
        const apart = <u32>popcnt(a ^ load<u64>(at)) + popcnt(b ^ load<u32>(at, 8));
        if (apart <= within) verifyHalf(c, q, state, load<u32>(at, EXCERPT_BYTES));
      }
    }
  }
}

let touched: u32 = 0;

/** Reads one word of every cache line that the lists name, so that the misses are under way together. */
function touch(ids: u32, from: u32, to: u32): void {
  let sum: u32 = 0;
  for (; from < to; from += 8) {
    const last = ids + (load<u32>(from, 4) << 4);
    for (let at = ids + (load<u32>(from) << 4); at < last; at += 64) sum ^= load<u32>(at);
  }
  touched = sum;
}

function verifyHalf(c: u32, q: u32, state: u32, entry: u32): void {
  const query = queries + q * CODE_BYTES;
  const code = codes + (entry << 5);
  const half = popcnt(load<u64>(query) ^ load<u64>(code)) + popcnt(load<u64>(query, 8) ^ load<u64>(code, 8));
  if (<u32>half <= radius) verifyRest(c, q, state, entry, <u32>half);
}

/** Phase 1: (start, end) of every bucket that holds something, for each query in turn; returns where the list ends. */
function findBuckets(c: u32, batch: u32): u32 {
  const chunk = chunks + c * CHUNK_BYTES;
  const firstBit = load<u32>(chunk);
  const mask = load<u32>(chunk, 4);
  const offsets = chunkOffsets(chunk);
  const masks = load<u32>(chunk, 20);
  const masksEnd = masks + (load<u32>(chunk, 24) << 2);
  let into = scratch;
  for (let q: u32 = 0; q < batch; q++) {
    const state = states + q * STATE_BYTES;
    const spent = load<u32>(state);
    if (spent == NOT_BY_INDEX || load<u32>(state, 8) >= limit) {
      store<u32>(state, into, 12);
      continue;
    }
    const value = chunkValue(queries + q * CODE_BYTES, firstBit, mask);
    const began = into;
    let more: u64 = 0;
    for (let at = masks; at < masksEnd; at += 4) {
      const pair = load<u64>(offsets + ((value ^ load<u32>(at)) << 2));
      const size = <u32>(pair >> 32) - <u32>pair;
      store<u64>(into, pair);
      more += size;
      into += select<u32>(8, 0, size != 0);
    }
    if (<u64>spent + more > <u64>budget) {
      into = began;
      store<u32>(state, NOT_BY_INDEX);
      store<u32>(state, c, 4);
    } else {
      store<u32>(state, spent + <u32>more);
    }
    store<u32>(state, into, 12);
  }
  return into;
}

/** Phase 3 for queries `first` to `last`, whose ids begin at `from` and end where their states say. */
function verifyQueries(c: u32, first: u32, last: u32, from: u32): u32 {
  const all = codes;
  const within = radius;
  for (let q = first; q <= last; q++) {
    const state = states + q * STATE_BYTES;
    const end = load<u32>(state, 12);
    const query = queries + q * CODE_BYTES;
    const a = load<u64>(query);
    const b = load<u64>(query, 8);
    for (; from < end; from += 4) {
      const code = all + (load<u32>(from) << 5);
      const half = <u32>(popcnt(a ^ load<u64>(code)) + popcnt(b ^ load<u64>(code, 8)));
      if (half <= within) verifyRest(c, q, state, load<u32>(from), half);
    }
  }
  return from;
}

function verifyRest(c: u32, q: u32, state: u32, entry: u32, half: u32): void {
  const query = queries + q * CODE_BYTES;
  const code = codes + (entry << 5);
  const c2 = popcnt(load<u64>(query, 16) ^ load<u64>(code, 16));
  const c3 = popcnt(load<u64>(query, 24) ^ load<u64>(code, 24));
  const distance = half + <u32>(c2 + c3);
  if (distance > radius || foundBefore(c, query, code)) return;
  hit(q, state, entry, distance);
}

/** Whether an earlier chunk has led to this code already. */
function foundBefore(c: u32, query: u32, code: u32): bool {
  for (let earlier: u32 = 0; earlier < c; earlier++) {
    const chunk = chunks + earlier * CHUNK_BYTES;
    const firstBit = load<u32>(chunk);
    const mask = load<u32>(chunk, 4);
    const apart = popcnt(chunkValue(query, firstBit, mask) ^ chunkValue(code, firstBit, mask));
    if (<i32>apart <= chunkRadius(chunk)) return true;
  }
  return false;
}

function hit(q: u32, state: u32, entry: u32, distance: u32): void {
  const hitsOfQuery = load<u32>(state, 8);
  if (hitsOfQuery >= limit) return;
  if ((load<u8>(removed + (entry >> 3)) >> <u8>(entry & 7)) & 1) return;
  store<u32>(state, hitsOfQuery + 1, 8);
  found++;
  if (hits + HIT_BYTES > hitsEnd) return;
  store<u32>(hits, q);
  store<u32>(hits, entry, 4);
  store<u32>(hits, distance, 8);
  hits += HIT_BYTES;
}

/** Reads all codes in a row; hits that chunks before state's chunk have led to are left out. */
function scan(q: u32, state: u32): void {
  const query = queries + q * CODE_BYTES;
  const searched = load<u32>(state, 4);
  const a = load<u64>(query);
  const b = load<u64>(query, 8);
  const within = radius;
  const end = count;
  let code = codes;
  for (let entry: u32 = 0; entry < end; entry++) {
    const half = <u32>(popcnt(a ^ load<u64>(code)) + popcnt(b ^ load<u64>(code, 8)));
    if (half <= within) {
      if (load<u32>(state, 8) >= limit) return;
      verifyRest(searched, q, state, entry, half);
    }
    code += CODE_BYTES;
  }
}
