// `cumbe log verify`: reads a whole log and says the first thing that does not hold.
import { readFile, writeFile } from "node:fs/promises";
import { parseVerifierKey, verifyLog, type NoteVerifier, TransparencyError } from "#algorithms/transparency";
import { type Command, CommandError, commonOptions, type Io, text, type Values } from "./command.ts";
import type { LogSource } from "./own-log.ts";
import type { NodeForCommand } from "./with-node.ts";

const TIMEOUT_MS = 30_000;
/** An entry bundle of 256 entries of 65,535 bytes, each behind its length. */
const LARGEST_FILE = 256 * (65_535 + 2);

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
  if (!response.ok) throw new CommandError(`${url} answers ${response.status}`, 1);
  return readBounded(url, response);
}

/** What a stranger's node sends is bounded before it fills the memory. */
async function readBounded(url: string, response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_FILE) throw new CommandError(`${url} sends more than any file of a log holds`, 1);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function fromUrl(address: string): Promise<LogSource> {
  const base = address.replace(/\/+$/, "").replace(/\/log$/, "");
  const read = async (path: string) => {
    try {
      return await fetchBytes(`${base}/log/${path}`);
    } catch (error) {
      throw error instanceof CommandError
        ? error
        : new CommandError(`${base}/log/${path} cannot be reached`, 1);
    }
  };
  const decode = async (path: string) => Buffer.from(await read(path)).toString("utf8");
  return { checkpoint: await decode("checkpoint"), key: (await decode("key")).trim(), fetch: read };
}

function readKey(line: string): NoteVerifier {
  try {
    return parseVerifierKey(line);
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
    throw new CommandError(`'${line}' is not the key of a log: a node says its own at /log/key`);
  }
}

function readOlder(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`'${file}' cannot be read (${error.code})`);
  });
}

async function check(source: LogSource, values: Values, io: Io, more = ""): Promise<number> {
  const verifier = readKey(text(values, "key") ?? source.key);
  const since = text(values, "since");
  const verdict = await verifyLog({
    fetch: source.fetch,
    checkpoint: source.checkpoint,
    verifiers: [verifier],
    origin: verifier.name,
    ...(since === undefined ? {} : { olderCheckpoint: await readOlder(since) }),
  });
  if (!verdict.ok) {
    io.err(`cumbe: the log does not hold: ${verdict.fault} ${JSON.stringify(verdict.facts)}`);
    return 1;
  }
  const keep = text(values, "save");
  if (keep !== undefined) await writeFile(keep, source.checkpoint);
  io.out(
    `${verdict.checkpoint.origin}: ${verdict.checkpoint.size} acts, ${verdict.tiles} tiles, root ${Buffer.from(verdict.checkpoint.root).toString("base64")}: all of it holds${more}`,
  );
  if (text(values, "key") === undefined) io.out(`signed by ${source.key}`);
  return 0;
}

async function checkHere(values: Values, io: Io): Promise<number> {
  // A log over the network needs none of what opens a database.
  const [{ withNode }, { readOwnLog, waitingWords }] = await Promise.all([
    import("./with-node.ts"),
    import("./own-log.ts"),
  ]);
  const work = async ({ ctx }: NodeForCommand) => {
    const { damaged, waiting, source } = await readOwnLog(ctx);
    if (damaged.length > 0) {
      io.err(
        `cumbe: the records of ${damaged.length} acts are not what the log says: ${damaged.slice(0, 5).join(", ")}`,
      );
      return 1;
    }
    if (source) return check(source, values, io, waitingWords(waiting));
    // Whoever kept a checkpoint knows that there was a log.
    if (text(values, "since") !== undefined) {
      io.err("cumbe: the log does not hold: it has no checkpoint any more");
      return 1;
    }
    io.out(`no act was sealed yet${waitingWords(waiting)}`);
    return 0;
  };
  return withNode(values, io, "log verify", work, "thisSchema");
}

export const logVerifyCommand: Command = {
  options: { ...commonOptions, key: { type: "string" }, since: { type: "string" }, save: { type: "string" } },
  async run({ values, positionals, io }) {
    const [where, ...rest] = positionals;
    if (rest.length > 0) throw new CommandError(`'${rest[0]}' is one argument too many`);
    if (where && /^https?:\/\//.test(where)) return check(await fromUrl(where), values, io);
    return checkHere(where ? { ...values, data: where } : values, io);
  },
};
