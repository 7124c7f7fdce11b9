// Names of parties as numbers, straight from the bytes of a file: no string is made for a name that was met before.
// Invariant: two names get the same number if and only if their bytes are the same, and numbers count from 0 in the order met.

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Multiplier and start of FNV-1a (Fowler, Noll, Vo), which is short and spreads short names well. */
const [FNV_PRIME, FNV_START] = [0x01000193, 0x811c9dc5] as const;

/** Half-full slots are not searched so far unless somebody chose the names for it; then a table takes over that nobody can foresee. */
const LONGEST_PROBE = 256;

export class PartyNames {
  /** Open addressing with linear probing, at most half full: the number of a name and 1, or 0. */
  #slots = new Int32Array(1 << 12);
  #hashes = new Int32Array(1 << 11);
  /** The bytes of all names, one after another; name n ends where n + 1 begins. */
  #bytes = new Uint8Array(1 << 14);
  #begins = new Int32Array((1 << 11) + 1);
  #count = 0;
  #ascii = true;
  #unforeseen: Map<string, number> | undefined;

  get count(): number {
    return this.#count;
  }

  /** The number of the name in `bytes` from `from` up to `to`; -1 where that is not UTF-8. */
  numberOf(bytes: Uint8Array, from: number, to: number): number {
    if (this.#unforeseen) return this.#numberIn(this.#unforeseen, bytes.subarray(from, to));
    let hash: number = FNV_START;
    let above = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number;
      above |= byte;
      hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    const last = (hash + LONGEST_PROBE) & mask;
    for (let slot = hash & mask; slot !== last; slot = (slot + 1) & mask) {
      const found = (this.#slots[slot] as number) - 1;
      if (found < 0) return this.#add(bytes, from, to, { hash, slot, ascii: above < 0x80 });
      if (this.#hashes[found] === hash && this.#same(found, bytes, from, to)) return found;
    }
    this.#unforeseen = new Map(this.list().map((name, number) => [name, number]));
    return this.#numberIn(this.#unforeseen, bytes.subarray(from, to));
  }

  /** All names, by number. */
  list(): string[] {
    const names = Array.from<string>({ length: this.#count });
    // One text cut into pieces is made faster than many texts.
    const whole = this.#ascii
      ? decoder.decode(this.#bytes.subarray(0, this.#begins[this.#count]))
      : undefined;
    for (let name = 0; name < this.#count; name++) {
      const [from, to] = [this.#begins[name] as number, this.#begins[name + 1] as number];
      names[name] = whole?.slice(from, to) ?? decoder.decode(this.#bytes.subarray(from, to));
    }
    return names;
  }

  #same(name: number, bytes: Uint8Array, from: number, to: number): boolean {
    const [begin, end] = [this.#begins[name] as number, this.#begins[name + 1] as number];
    if (end - begin !== to - from) return false;
    for (let at = begin, other = from; at < end; at++, other++)
      if (this.#bytes[at] !== bytes[other]) return false;
    return true;
  }

  #numberIn(numbers: Map<string, number>, name: Uint8Array): number {
    const text = textOf(name);
    if (text === undefined) return -1;
    const found = numbers.get(text);
    if (found !== undefined) return found;
    numbers.set(text, this.#count);
    this.#ascii &&= text.length === name.length;
    return this.#keep(name);
  }

  #add(
    bytes: Uint8Array,
    from: number,
    to: number,
    { hash, slot, ascii }: { hash: number; slot: number; ascii: boolean },
  ): number {
    const name = bytes.subarray(from, to);
    if (!ascii && textOf(name) === undefined) return -1;
    this.#ascii &&= ascii;
    const number = this.#keep(name);
    this.#hashes[number] = hash;
    this.#slots[slot] = number + 1;
    if (this.#count === this.#hashes.length) this.#grow();
    return number;
  }

  #keep(name: Uint8Array): number {
    const number = this.#count++;
    const begin = this.#begins[number] as number;
    if (begin + name.length > this.#bytes.length) this.#bytes = grown(this.#bytes, begin + name.length);
    if (number + 1 === this.#begins.length) this.#begins = grown(this.#begins, number + 2);
    this.#bytes.set(name, begin);
    this.#begins[number + 1] = begin + name.length;
    return number;
  }

  #grow(): void {
    this.#hashes = grown(this.#hashes, this.#hashes.length * 2);
    const slots = new Int32Array(this.#hashes.length * 2);
    const mask = slots.length - 1;
    for (let name = 0; name < this.#count; name++) {
      let slot = (this.#hashes[name] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = name + 1;
    }
    this.#slots = slots;
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The same values in an array with room for `least`, and for twice as many as before. */
export function grown<Values extends Uint8Array | Int32Array | Float64Array>(
  values: Values,
  least: number,
): Values {
  const larger = new (values.constructor as new (length: number) => Values)(
    Math.max(least, values.length * 2),
  );
  larger.set(values);
  return larger;
}
