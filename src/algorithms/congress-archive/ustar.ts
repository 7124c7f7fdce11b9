// Reading a tar archive (POSIX.1-1988 ustar) as strictly as it was written.
// Invariant: plain files only, each header exactly what it must be, padding and end zero. Links, devices, extended headers,
// names that lead elsewhere and names out of order are refused by name, and nothing is held but a piece at a time.
import { ArchiveFault, hold } from "./fault.ts";

export type TarEntry = {
  /** The whole name, folder included. */
  readonly name: string;
  readonly size: number;
  /** Read it to its end before the next entry is asked for. */
  readonly body: AsyncIterable<Uint8Array>;
};

export type TarLimits = { readonly bytes: number; readonly files: number };

const BLOCK = 512;
/** Segments of letters, digits, points and hyphens, none of them only points: no way up, no root, no other spelling. */
const NAME = /^[A-Za-z0-9-][A-Za-z0-9.-]*(\/[A-Za-z0-9-][A-Za-z0-9.-]*)+$/;

/** The entries of an archive, in its order. Throws `ArchiveFault`. */
export async function* readTar(
  source: AsyncIterable<Uint8Array>,
  limits: TarLimits,
): AsyncGenerator<TarEntry> {
  const input = new Input(source, limits.bytes);
  const names = new Set<string>();
  for (;;) {
    const block = await input.exactly(BLOCK);
    if (isZero(block)) break;
    const { name, size } = parseHeader(block);
    hold(!names.has(name), "entryOutOfOrder", { name });
    names.add(name);
    hold(names.size <= limits.files, "archiveHasTooManyFiles", { limit: limits.files });
    yield { name, size, body: input.pieces(size) };
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    hold(isZero(await input.exactly(padding)), "entryNotAsWritten", { name });
  }
  hold(names.size > 0 && isZero(await input.exactly(BLOCK)), "archiveCutShort");
  hold(await input.isAtEnd(), "archiveHasTrailingBytes");
}

/** Bytes as they are asked for, from pieces as they come. */
class Input {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #limit: number;
  #held: Uint8Array = new Uint8Array();
  #read = 0;

  constructor(source: AsyncIterable<Uint8Array>, limit: number) {
    this.#source = source[Symbol.asyncIterator]();
    this.#limit = limit;
  }

  async #fill(): Promise<boolean> {
    while (this.#held.length === 0) {
      const { value, done } = await this.#source.next();
      if (done === true) return false;
      this.#read += value.length;
      hold(this.#read <= this.#limit, "archiveTooLarge", { limit: this.#limit });
      this.#held = value;
    }
    return true;
  }

  async *pieces(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0;) {
      hold(await this.#fill(), "archiveCutShort");
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async exactly(size: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.pieces(size)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#fill());
  }
}

const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);

function parseHeader(block: Buffer): { name: string; size: number } {
  const text = (from: number, length: number) => {
    const field = block.subarray(from, from + length);
    const end = field.indexOf(0);
    const rest = end === -1 ? field.subarray(length) : field.subarray(end);
    hold(isZero(rest), "entryNotAsWritten", { name: "none" });
    return field.subarray(0, end === -1 ? length : end).toString("latin1");
  };
  hold(block.subarray(257, 263).equals(Buffer.from("ustar\0")), "notAnArchive");
  hold(checksum(block) === octal(block, 148, 8), "entryNotAsWritten", { name: "none" });
  const [name, prefix] = [text(0, 100), text(345, 155)];
  const whole = prefix === "" ? name : `${prefix}/${name}`;
  const type = String.fromCharCode(block[156] ?? 0);
  if (type !== "0") throw new ArchiveFault("entryIsNoFile", { name: whole.replaceAll(/[^\w./-]/g, "?") });
  hold(NAME.test(whole), "entryNameNotValid", { name: whole.replaceAll(/[^\w./-]/g, "?") });
  // Mode 0644, owner 0, no time: there is one archive of the same files.
  const fixed = octal(block, 100, 8) === 0o644 && [108, 116].every((at) => octal(block, at, 8) === 0);
  const plain = octal(block, 136, 12) === 0 && text(157, 100) === "" && text(265, 64) === "";
  hold(fixed && plain && isZero(block.subarray(500)), "entryNotAsWritten", { name: whole });
  return { name: whole, size: octal(block, 124, 12) };
}

/** A number in octal digits, ended by a space or a zero byte; what is none gives a number that nothing equals. */
function octal(block: Buffer, from: number, length: number): number {
  const [, digits] = /^([0-7]+)[ \0]*$/.exec(block.toString("latin1", from, from + length)) ?? [];
  return digits === undefined ? Number.NaN : Number.parseInt(digits, 8);
}

/** The sum of the header's bytes, its own field read as spaces. */
function checksum(block: Buffer): number {
  let sum = 8 * 0x20;
  for (const [at, byte] of block.entries()) if (at < 148 || at >= 156) sum += byte;
  return sum;
}
