// Reading the values in an archive's files, one at a time.
// Invariant: a value has one spelling (RFC 8785); another one of the same value is refused, since two readers could read
// two things in it. A line is bounded before it is kept.
import type { z } from "zod";
import { canonicalJson } from "../transparency/index.ts";
import { ArchiveFault, found, hold } from "./fault.ts";

/** An archive that was opened: its files by their path below its folder, and what was found on the way. */
export type OpenArchive = {
  /** The name of the folder that all files are in. */
  readonly folder: string;
  readonly files: ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>;
  /** A file's bytes, as often as they are asked for. */
  readonly read: (path: string) => AsyncIterable<Uint8Array>;
};

/** The longest value that is read: a roll call in which 30,000 vote fits. */
export const LONGEST_VALUE = 32 * 1024 * 1024;

/** The whole of a small file. */
export async function readWhole(archive: OpenArchive, path: string): Promise<Buffer> {
  const { bytes } = found(archive.files.get(path), "fileMissing", { path });
  hold(bytes <= LONGEST_VALUE, "fileMalformed", { path, line: 1 });
  const pieces: Uint8Array[] = [];
  for await (const piece of archive.read(path)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** A file that is one value. */
export async function readJson<Shape extends z.ZodType>(
  archive: OpenArchive,
  path: string,
  shape: Shape,
): Promise<z.infer<Shape>> {
  const bytes = await readWhole(archive, path);
  hold(bytes.at(-1) === 0x0a, "fileMalformed", { path, line: 1 });
  return parseValue(bytes.subarray(0, -1), shape, { path, line: 1 });
}

/** A file of values, one a line, with the number of each line. */
export async function* readLines<Shape extends z.ZodType>(
  archive: OpenArchive,
  path: string,
  shape: Shape,
): AsyncGenerator<z.infer<Shape>> {
  found(archive.files.get(path), "fileMissing", { path });
  let line = 1;
  let pieces: Uint8Array[] = [];
  let held = 0;
  for await (const piece of archive.read(path)) {
    let from = 0;
    for (let end = piece.indexOf(0x0a); end !== -1; end = piece.indexOf(0x0a, from)) {
      pieces.push(piece.subarray(from, end));
      yield parseValue(Buffer.concat(pieces), shape, { path, line });
      [pieces, held, from, line] = [[], 0, end + 1, line + 1];
    }
    held += piece.length - from;
    hold(held <= LONGEST_VALUE, "fileMalformed", { path, line });
    pieces.push(piece.subarray(from));
  }
  hold(held === 0, "fileMalformed", { path, line });
}

/** All values of a file of lines. */
export async function readAll<Shape extends z.ZodType>(
  archive: OpenArchive,
  path: string,
  shape: Shape,
): Promise<z.infer<Shape>[]> {
  const all: z.infer<Shape>[] = [];
  for await (const value of readLines(archive, path, shape)) all.push(value);
  return all;
}

/** A value in its one spelling, of the shape that it must have. */
export function parseValue<Shape extends z.ZodType>(
  bytes: Buffer,
  shape: Shape,
  where: { readonly path: string; readonly line: number },
): z.infer<Shape> {
  const value = parsed(bytes, where);
  const result = shape.safeParse(value);
  if (!result.success) {
    const member = result.error.issues[0]?.path.join(".") ?? "";
    throw new ArchiveFault("fileMalformed", { ...where, member });
  }
  return result.data;
}

function parsed(bytes: Buffer, where: { readonly path: string; readonly line: number }): unknown {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (bytes.equals(canonicalJson(value))) return value;
  } catch {
    // Said below: whatever is wrong with it, it is not what an archive holds there.
  }
  throw new ArchiveFault("fileMalformed", where);
}
