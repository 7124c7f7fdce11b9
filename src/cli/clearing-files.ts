// Files of obligations and certificates on the command line: read in pieces with their digest, from a file or standard input.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import {
  type Certificate,
  certificateText,
  type ObligationsFile,
  ObligationsReader,
  readCertificate,
  type ReadCertificate,
} from "#algorithms/clearing";
import { CommandError } from "./command.ts";

/** The longest text that V8 holds, less some room: about twenty million rows. */
const MOST_CERTIFICATE_BYTES = 500_000_000;

/** The bytes of that file in pieces, or of standard input for `-`. CommandError where there is no such file. */
async function piecesOf(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === "-") return process.stdin as AsyncIterable<Uint8Array>;
  const found = await stat(file).catch(() => undefined);
  // A pipe of the shell, as `<(…)` gives one, is as good as a file.
  if (!found || found.isDirectory()) throw new CommandError(`there is no file '${file}' that can be read`);
  return createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>;
}

/** The obligations of a file, and the SHA-256 of its bytes. ObligationsRefused, CommandError. */
export async function readObligationsFile(
  file: string,
): Promise<{ readonly read: ObligationsFile; readonly sha256: string }> {
  const hash = createHash("sha256");
  const reader = new ObligationsReader();
  for await (const piece of await readable(file)) {
    hash.update(piece);
    reader.push(piece);
  }
  return { read: reader.finish(), sha256: hash.digest("hex") };
}

/** A certificate of those obligations. CertificateRefused, CommandError. */
export async function readCertificateFile(file: string, of: ObligationsFile): Promise<ReadCertificate> {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  let bytes = 0;
  for await (const piece of await readable(file)) {
    bytes += piece.length;
    if (bytes > MOST_CERTIFICATE_BYTES)
      throw new CommandError(`'${file}' is larger than ${MOST_CERTIFICATE_BYTES} bytes`, 1);
    texts.push(decoder.decode(piece, { stream: true }));
  }
  texts.push(decoder.decode());
  return readCertificate(texts.join(""), of);
}

async function* readable(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* await piecesOf(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof CommandError || code === undefined) throw error;
    throw new CommandError(`'${file}' cannot be read (${code})`);
  }
}

export async function writeCertificate(
  file: string,
  read: ObligationsFile,
  certificate: Certificate,
  sha256: string,
): Promise<void> {
  await pipeline(certificateText(read, certificate, sha256), createWriteStream(file, { mode: 0o644 }));
}
