// Feeds that were made, by their tag, so that a feed that many calendars follow is made once after each change.
// Invariant: a tag names all that a feed was made from, so what is kept under it is never out of date. Kept compressed: a
// twentieth of its length.
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

type Bytes = Buffer<ArrayBuffer>;

const MOST_KEPT = 12;
const MOST_BYTES = 1_000_000;
/** The one asked for last at the end. */
const kept = new Map<string, Bytes>();

const pack = promisify(gzip) as (bytes: Bytes) => Promise<Bytes>;
const unpack = promisify(gunzip) as (bytes: Bytes) => Promise<Bytes>;

function touch(tag: string, packed: Bytes): Bytes {
  kept.delete(tag);
  if (packed.byteLength <= MOST_BYTES) kept.set(tag, packed);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return packed;
}

/** The feed under a tag as gzip (RFC 1952); made where it is not kept. */
export async function packedFeed(tag: string, make: () => Promise<Bytes>): Promise<Bytes> {
  return touch(tag, kept.get(tag) ?? (await pack(await make())));
}

/** The same, plain. What nobody asked for compressed is not compressed for being kept. */
export async function plainFeed(tag: string, make: () => Promise<Bytes>): Promise<Bytes> {
  const packed = kept.get(tag);
  return packed ? unpack(packed) : make();
}
