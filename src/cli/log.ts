// `cumbe log verify`: reads a whole log and says the first thing that does not hold.
import { readFile, writeFile } from "node:fs/promises";
import {
  formatTilePath,
  parseTilePath,
  parseVerifierKey,
  verifyLog,
  type NoteVerifier,
  TransparencyError,
} from "#algorithms/transparency";
import { logVerifierKey } from "#platform/log/keys";
import { latestCheckpoint, sealLog } from "#platform/log/seal";
import { findDamagedRecords, readTile } from "#platform/log/views";
import { type Command, CommandError, commonOptions, type Io, text, type Values } from "./command.ts";
import { type NodeForCommand, withNode } from "./with-node.ts";

type Source = {
  readonly checkpoint: string;
  readonly key: string;
  readonly fetch: (path: string) => Promise<Uint8Array>;
};

const TIMEOUT_MS = 30_000;

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
  if (!response.ok) throw new CommandError(`${url} answers ${response.status}`, 1);
  return response.bytes();
}

async function fromUrl(address: string): Promise<Source> {
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

async function check(source: Source, values: Values, io: Io): Promise<number> {
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
    `${verdict.checkpoint.origin}: ${verdict.checkpoint.size} acts, ${verdict.tiles} tiles, root ${Buffer.from(verdict.checkpoint.root).toString("base64")}: all of it holds`,
  );
  if (text(values, "key") === undefined) io.out(`signed by ${source.key}`);
  return 0;
}

async function checkHere(values: Values, io: Io): Promise<number> {
  const work = async ({ ctx }: NodeForCommand) => {
    await sealLog(ctx);
    const damaged = await findDamagedRecords(ctx.db);
    if (damaged.length > 0) {
      io.err(
        `cumbe: the records of ${damaged.length} acts are not what the log says: ${damaged.slice(0, 5).join(", ")}`,
      );
      return 1;
    }
    const checkpoint = await latestCheckpoint(ctx.db);
    const fetchTile = async (path: string) => {
      const bytes = await readTile(ctx.db, parseTilePath(path));
      if (!bytes) throw new Error(`${formatTilePath(parseTilePath(path))} is not stored`);
      return bytes;
    };
    return check(
      { checkpoint: checkpoint?.note ?? "", key: await logVerifierKey(ctx), fetch: fetchTile },
      values,
      io,
    );
  };
  return withNode(values, io, "log verify", work, "thisSchema");
}

export const logVerifyCommand: Command = {
  words: ["log", "verify"],
  takes: "[URL|DATA] [--key LINE] [--since FILE] [--save FILE]",
  says: "Checks a node's whole public log, over the network or in a data directory.",
  options: { ...commonOptions, key: { type: "string" }, since: { type: "string" }, save: { type: "string" } },
  async run({ values, positionals, io }) {
    const [where, ...rest] = positionals;
    if (rest.length > 0) throw new CommandError(`'${rest[0]}' is one argument too many`);
    if (where && /^https?:\/\//.test(where)) return check(await fromUrl(where), values, io);
    return checkHere(where ? { ...values, data: where } : values, io);
  },
};
