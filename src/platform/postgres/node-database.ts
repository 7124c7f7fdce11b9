// The database as the command line sees it: for a node that runs, and for a command that comes and goes.
// Invariant: with a server of one's own (DATABASE_URL) nothing here starts, locks or stops anything.
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { type EmbeddedServer, openEmbedded, type ServerEvent } from "./embedded-server.ts";
import { type HeldLock, isPassing, joinAsCommand, takeNodeLock } from "./node-lock.ts";
import { codeOf, PostgresRefusal } from "./refusal.ts";

/** What `openPool` takes. */
export type DatabaseConnection = { readonly connectionString: string } | EmbeddedServer["connection"];

export type DatabaseInput = {
  readonly dataDir: string;
  /** A PostgreSQL server to use instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly log: (line: string) => void;
};

export type NodeDatabaseInput = DatabaseInput & {
  readonly signal?: AbortSignal;
  /** Called when another node took this data directory while the server was down. */
  readonly onLost?: (refusal: PostgresRefusal) => void;
};

export type NodeDatabase = {
  readonly connection: DatabaseConnection;
  /** Stops the embedded server, in this time if it is given; lets a server of one's own be. May be called again. */
  readonly close: (withinMs?: number) => Promise<void>;
};

/** How long somebody who is just closing the data directory is waited for. */
const PATIENCE_MS = 10_000;
const RETAKE_EVERY_MS = 250;
/** `server_version_num` of PostgreSQL 15. */
const OLDEST = 150_000;

/**
 * Opens the database for a node: takes the data directory for itself, and starts the server again when it dies.
 * Throws `dataDirectoryInUse` when another node runs on it.
 */
export async function openNodeDatabase(input: NodeDatabaseInput): Promise<NodeDatabase> {
  if (input.databaseUrl !== undefined) {
    await checkServer(input.databaseUrl);
    return { connection: { connectionString: input.databaseUrl }, close: async () => {} };
  }
  const { server, lock } = await untilSettled(() => openAsNode(input), input.signal);
  const keeper = keepLock(lock, server, input);
  const unwatch = server.watch((event) => input.log(sentenceOf(event)));
  let closing: Promise<void> | undefined;
  const close = async (withinMs: number | undefined) => {
    unwatch();
    const release = keeper.letGo();
    // Stopped while the lock is held: no newcomer takes a server that is about to go.
    await server.stop(withinMs);
    await release();
  };
  return { connection: server.connection, close: (withinMs) => (closing ??= close(withinMs)) };
}

async function openAsNode(input: NodeDatabaseInput): Promise<{ server: EmbeddedServer; lock: HeldLock }> {
  const { dataDir, log, signal } = input;
  const server = await openEmbedded({ dataDir, log, signal });
  try {
    return { server, lock: await takeNodeLock(server.connection) };
  } catch (error) {
    // Somebody else uses it, or is stopping it: theirs to care for. Otherwise nobody would.
    if (server.startedByUs && !(error instanceof PostgresRefusal) && !isPassing(error)) await server.stop();
    throw error;
  }
}

function sentenceOf(event: ServerEvent): string {
  return event.kind === "failed" ? `the database could not be started again: ${event.detail}` : event.detail;
}

/** A lock goes with the server that kept it: takes it again as soon as the server answers. */
function keepLock(first: HeldLock, server: EmbeddedServer, input: NodeDatabaseInput) {
  let held = first;
  const leaving = new AbortController();
  const keep = async () => {
    for (;;) {
      await held.gone;
      while (!leaving.signal.aborted) {
        try {
          held = await takeNodeLock(server.connection);
          break;
        } catch (error) {
          if (error instanceof PostgresRefusal && !isPassing(error)) return lost(error, input);
          await pause(RETAKE_EVERY_MS);
        }
      }
      if (leaving.signal.aborted) return held.release();
    }
  };
  const kept = keep();
  const letGo = () => {
    leaving.abort();
    return async () => {
      await held.release();
      await kept;
    };
  };
  return { letGo };
}

function lost(refusal: PostgresRefusal, input: NodeDatabaseInput): void {
  input.log(`this node no longer holds its data directory: ${refusal.message}`);
  input.onLost?.(refusal);
}

/** Tries again while somebody is just closing the data directory, for ten seconds at most. */
async function untilSettled<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  for (const until = Date.now() + PATIENCE_MS; ; await pause(100)) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error;
    }
  }
}

/**
 * Runs `work` with the database of a data directory, whether or not a node is running on it. A server that was
 * started for a command is stopped by the last command that used it, unless a node took it over; one that a node
 * started is left alone. A signal that ends the process ends the command's use first.
 */
export async function withDatabaseForCommand<Result>(
  input: DatabaseInput,
  work: (connection: DatabaseConnection) => Promise<Result>,
): Promise<Result> {
  if (input.databaseUrl !== undefined) {
    await checkServer(input.databaseUrl);
    return work({ connectionString: input.databaseUrl });
  }
  const { dataDir, log } = input;
  const { server, lease } = await untilSettled(async () => {
    const server = await openEmbedded({ dataDir, log, startedFor: "command" });
    return { server, lease: await joinAsCommand(server.connection) };
  });
  const leave = once(() =>
    server.startedFor === "command" ? lease.leave(() => server.stop()).then(() => {}) : lease.release(),
  );
  const unhook = onEndingSignal(leave);
  try {
    return await work(server.connection);
  } finally {
    // The server may have died under the command: then there is nothing to leave, and the work's own failure says it.
    await leave().catch((error: unknown) => {
      if (!isPassing(error)) throw error;
    });
    unhook();
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

/** Lets `work` finish before a signal ends the process the way it would have without us. */
function onEndingSignal(work: () => Promise<void>): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const unhook = () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    void work()
      .catch(() => {})
      .finally(() => {
        unhook();
        process.kill(process.pid, signal);
      });
  };
  for (const signal of signals) process.on(signal, onSignal);
  return unhook;
}

/** Throws `serverUnreachable` or `serverTooOld`; the sentence names the server, never its password. */
export async function checkServer(databaseUrl: string): Promise<void> {
  const client = connectTo(databaseUrl);
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ number: number; version: string }>(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
    );
    refuseOldServer(rows[0]?.number ?? 0, rows[0]?.version ?? "");
  } catch (error) {
    if (error instanceof PostgresRefusal) throw error;
    throw unreachable(client, error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** `number` is `server_version_num`: 150004 for 15.4. Throws `serverTooOld`. */
export function refuseOldServer(number: number, version: string): void {
  if (number >= OLDEST) return;
  throw new PostgresRefusal(
    "serverTooOld",
    { version },
    `The database server is PostgreSQL ${version}, and Cumbe needs 15 or later. Point DATABASE_URL to a newer server, or leave it out to use the database that Cumbe brings.`,
  );
}

function connectTo(databaseUrl: string): pg.Client {
  try {
    return new pg.Client({
      connectionString: databaseUrl,
      application_name: "cumbe",
      connectionTimeoutMillis: 5_000,
    });
  } catch (error) {
    throw new PostgresRefusal(
      "serverUnreachable",
      { code: codeOf(error) ?? "" },
      "DATABASE_URL is not an address of a PostgreSQL server like postgresql://user:password@host:5432/database.",
    );
  }
}

function unreachable(client: pg.Client, error: unknown): PostgresRefusal {
  const where = `${client.host}:${client.port}/${client.database ?? ""}`;
  const detail = error instanceof Error && error.message ? error.message : (codeOf(error) ?? "no answer");
  return new PostgresRefusal(
    "serverUnreachable",
    { where, code: codeOf(error) ?? "", detail },
    `The database server at ${where} cannot be used (${detail}). Check DATABASE_URL and that the server is running.`,
    error,
  );
}
