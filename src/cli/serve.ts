// Opens everything that a running node needs, in order, and closes it in the opposite order.
// Invariant: "listening on" is printed only once a request would be answered; a signal finishes what is under way and
// leaves no database behind, within ten seconds.
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { Ctx, Facilities } from "#platform/context";
import { type Config, hostInUrl } from "#platform/config";
import { type Db, openDatabase, openPool } from "#platform/database/database";
import { migrate } from "#platform/database/migrate";
import { openFiles } from "#platform/files/files";
import { newId } from "#platform/ids";
import { openKeys } from "#platform/keys";
import { keepSealing } from "#platform/log/seal";
import { openMetrics } from "#platform/metrics";
import { openNodeDatabase } from "#platform/postgres/index";
import { createApp } from "../app.ts";
import type { Io } from "./command.ts";

/** How long requests under way may take once the node was told to stop. */
const GRACE_MS = 5_000;

export type RunningNode = {
  readonly ctx: Ctx;
  readonly address: string;
  readonly stop: () => Promise<void>;
  /** Resolves when the node has stopped, by `stop` or by a signal. */
  readonly stopped: Promise<void>;
};

type Closer = () => Promise<unknown>;

export async function serveNode(config: Config, io: Io): Promise<RunningNode> {
  const closers: Closer[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse())
      await close().catch((error: unknown) => io.err(`while stopping: ${String(error)}`));
  };
  try {
    return await open(config, io, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function open(config: Config, io: Io, closers: Closer[], closeAll: Closer): Promise<RunningNode> {
  const database = await openNodeDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    log: io.err,
  });
  closers.push(() => database.close());
  const pool = openPool(database.connection);
  const db = openDatabase(pool);
  closers.push(() => db.destroy());
  await migrate(db, pool);
  const node: Facilities = {
    origin: config.origin,
    files: openFiles(config.dataDir),
    keys: openKeys(config.dataDir),
  };
  const app = createApp({
    db,
    facilities: node,
    whoIs: async () => undefined,
    now: () => new Date(),
    report: io.err,
    metrics: config.metrics ? openMetrics(db, pool) : undefined,
    ping: async () => void (await pool.query("select 1")),
  });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const address = await listen(server, config);
  closers.push(() => finishRequests(server));
  const ctx = contextOf(db, node);
  const sealing = keepSealing(() => contextOf(db, node), io.err);
  closers.push(() => sealing.stop());
  const stopped = untilStopped(closeAll);
  io.out(`listening on ${address}`);
  return { ctx, address, ...stopped };
}

function contextOf(db: Db, node: Facilities): Ctx {
  return { db, actor: { kind: "shell", through: "start" }, now: new Date(), newId, language: "en", node };
}

function listen(server: Server, config: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, () => {
      const { port } = server.address() as AddressInfo;
      resolve(`http://${hostInUrl(config.host)}:${port}`);
    });
  });
}

/** Takes no new request, lets those under way finish, then cuts what still hangs. */
function finishRequests(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function untilStopped(closeAll: Closer): Pick<RunningNode, "stop" | "stopped"> {
  const done = Promise.withResolvers<void>();
  let stopping: Promise<void> | undefined;
  const stop = () =>
    (stopping ??= (async () => {
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.off(signal, onSignal);
      await closeAll();
      done.resolve();
    })());
  const onSignal = () => void stop();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, onSignal);
  return { stop, stopped: done.promise };
}
