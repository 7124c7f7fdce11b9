// Files of ballots on the command line: by the ending of their name, in pieces, so that memory grows with distinct ballots.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname } from "node:path";
import { BallotFault, ballotFormats, type Election } from "#algorithms/ballots";
import { CommandError } from "./command.ts";

/** Formats that are read as a whole stop here; those that are read in pieces have no end but the bounds on distinct ballots. */
const MOST_BYTES_AT_ONCE = 512 * 1024 * 1024;

/** Reads a file of ballots. BallotFault where it cannot be read whole; CommandError where it is no such file. */
export async function readBallotFile(file: string): Promise<Election> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new CommandError(`there is no file '${file}' that can be read`);
  const format = ballotFormats.get(extname(file).slice(1).toLowerCase());
  if (!format)
    throw new CommandError(
      `'${file}' has none of the endings that are known: ${[...ballotFormats.keys()].join(", ")}`,
    );
  const pieces = createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>;
  if ("reader" in format) {
    const reader = format.reader();
    for await (const piece of pieces) reader.push(piece);
    return reader.finish();
  }
  if (found.size > MOST_BYTES_AT_ONCE)
    throw new BallotFault("fileTooLarge", null, { most: MOST_BYTES_AT_ONCE });
  const bytes = new Uint8Array(found.size);
  let at = 0;
  for await (const piece of pieces) {
    // A file that grows while it is read is not the one that was asked for.
    if (at + piece.length > bytes.length) throw new CommandError(`'${file}' changed while it was read`);
    bytes.set(piece, at);
    at += piece.length;
  }
  return format.read(bytes.subarray(0, at));
}
