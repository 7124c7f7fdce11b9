// Opens everything that a running node needs, in order, and closes it in the opposite order.
// Invariant: "listening on" is printed only once a request would be answered; a signal finishes what is under way and
// leaves no database behind, within ten seconds.
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { createAdaptorServer } from "@hono/node-server";
import type pg from "pg";
import { openFoundingLink } from "#confederation";
import { type Accounts, openAccounts } from "#platform/accounts/accounts";
import type { Ctx, Facilities } from "#platform/context";
import { type Config, hostInUrl } from "#platform/config";
import { type Db, openDatabase, openPool } from "#platform/database/database";
import { listen as listenForChanges } from "#platform/database/listening";
import { migrate } from "#platform/database/migrate";
import { openFiles } from "#platform/files/files";
import { newId } from "#platform/ids";
import { openKeys } from "#platform/keys";
import { startJobs } from "#platform/jobs/jobs";
import { keepSealing } from "#platform/log/seal";
import { mailDelivery } from "#platform/mail/delivery";
import { DELIVER_MAIL } from "#platform/mail/mail";
import { openMetrics } from "#platform/metrics";
import { type DatabaseConnection, openNodeDatabase } from "#platform/postgres/index";
import { collectAtRest } from "#platform/resting";
import { keepServedOrigin } from "#platform/served-at";
import { SITTING_CHANGED } from "#assembly";
import { createApp } from "../app.ts";
import { openLiveSittings } from "../web/sittings/live.ts";
import { CommandError, type Io } from "./command.ts";
import { makeFirstFeed } from "./first-feed.ts";
import { nodeCrontab, nodeTasks } from "./node-tasks.ts";
import type { Told } from "./signals.ts";

/** A node that was told to stop has stopped after ten seconds, whatever hangs; the processor may have others to serve. */
const STOP_WITHIN_MS = 9_500;
/** How long requests under way may take once the node was told to stop. */
const GRACE_MS = 4_000;
/** How long jobs under way may take then, and connections that a database which hangs does not give back. */
const JOBS_MS = 1_500;
const CONNECTIONS_MS = 500;
const IDLE_EVERY_MS = 50;
/** A phone in a valley may take minutes for a picture; nobody takes half a minute for the few lines before it. */
const patience = { headersTimeout: 20_000, requestTimeout: 300_000 } as const;

export type RunningNode = {
  readonly ctx: Ctx;
  readonly address: string;
  readonly stop: () => Promise<void>;
  /** Resolves when the node has stopped, by `stop` or by a signal. */
  readonly stopped: Promise<void>;
};

/** Is told how many milliseconds are left for it and for what is closed after it. */
type Closer = (leftMs: number) => Promise<unknown>;

/** Goes on when the work is done, or when its time is over: what hangs must not keep the node from stopping. */
function atMost(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, pause(milliseconds, undefined, { ref: false })]);
}

/** What a command does with a node once its schema is there and before it listens. */
export type Prepare = (ctx: Ctx, accounts: Accounts) => Promise<void>;

/** Opens the node, serves it, and resolves once it listens. */
export async function serveNode(asked: Config, io: Io, told: Told, prepare?: Prepare): Promise<RunningNode> {
  const config = await withPort(asked);
  return whileTold(io, told, (opening) => serve({ ...opening, config, prepare }));
}

/** Opens the node for `prepare` alone and closes it again; nobody else may be serving it. */
export async function prepareNode(config: Config, io: Io, told: Told, prepare: Prepare): Promise<void> {
  await whileTold(io, told, async (opening) => {
    await open({ ...opening, config, prepare });
    await opening.closeAll();
    opening.told.listenNoMore();
  });
}

type Opening = {
  readonly io: Io;
  readonly closers: Closer[];
  readonly closeAll: () => Promise<void>;
  readonly told: Told;
};
type OpeningOfNode = Opening & { readonly config: Config; readonly prepare: Prepare | undefined };

/** Whatever was opened is closed again when the opening fails, or when a signal ends it. */
async function whileTold<Result>(
  io: Io,
  told: Told,
  work: (opening: Opening) => Promise<Result>,
): Promise<Result> {
  const closers: Closer[] = [];
  const closeAll = async () => {
    const until = performance.now() + STOP_WITHIN_MS;
    for (const close of closers.splice(0).reverse())
      await close(until - performance.now()).catch((error: unknown) =>
        io.err(`while stopping: ${String(error)}`),
      );
  };
  try {
    return await work({ io, closers, closeAll, told });
  } catch (error) {
    await closeAll();
    told.listenNoMore();
    if (told.signal.aborted) throw new CommandError("told to stop before it was ready", 0);
    throw error;
  }
}

type OpenNode = {
  readonly connection: DatabaseConnection;
  readonly pool: pg.Pool;
  readonly ctx: Ctx;
  readonly accounts: Accounts;
};

/** Everything of a node but its serving: the database with its schema, the keys, the files, the accounts. */
async function open({ config, io, closers, told, prepare }: OpeningOfNode): Promise<OpenNode> {
  const database = await openNodeDatabase({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    log: io.err,
    signal: told.signal,
    onLost: told.stop,
  });
  closers.push((leftMs) => database.close(Math.max(leftMs, 0)));
  const pool = openPool(database.connection);
  const db = openDatabase(pool);
  closers.push(() => atMost(CONNECTIONS_MS, db.destroy()));
  await migrate(db, pool);
  const node: Facilities = {
    origin: config.origin,
    files: openFiles(config.dataDir),
    keys: openKeys(config.dataDir),
    fetch,
  };
  const ctx = contextOf(db, node);
  const accounts = openAccounts({ db, origin: config.origin, keys: node.keys, report: io.err });
  // What it was doing ends at its next question to the database, which is closed then.
  await Promise.race([prepare?.(ctx, accounts), told.toStop]);
  return { connection: database.connection, pool, ctx, accounts };
}

async function serve(opening: OpeningOfNode): Promise<RunningNode> {
  const { config, io, closers, closeAll, told } = opening;
  const { connection, pool, ctx, accounts } = await open(opening);
  const { db, node } = ctx;
  const deliver = mailDelivery({ db, smtpUrl: config.smtpUrl, mailFrom: config.mailFrom, print: io.out });
  const jobs = await startJobs({
    connection,
    tasks: { [DELIVER_MAIL]: deliver, ...nodeTasks(() => contextOf(db, node), accounts) },
    crontab: nodeCrontab,
    log: io.err,
  });
  closers.push(() => atMost(JOBS_MS, jobs.stop()));
  const listening = await listenForChanges(connection, [SITTING_CHANGED]);
  closers.push(() => atMost(CONNECTIONS_MS, listening.stop()));
  const live = openLiveSittings({ db, changes: listening.changes, now: () => new Date() });
  const app = createApp({
    db,
    facilities: node,
    originNamed: config.originNamed,
    accounts,
    live,
    whoIs: (headers) => accounts.accountOf(headers),
    now: () => new Date(),
    report: io.err,
    metrics: config.metrics ? await openMetrics(db, pool) : undefined,
    ping: async () => void (await pool.query("select 1")),
  });
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: patience }) as Server;
  const resting = collectAtRest();
  server.on("request", resting.noteWork);
  closers.push(async () => resting.stop());
  told.signal.throwIfAborted();
  const address = await listen(server, config);
  // Closed in the opposite order: what the last requests did gets its place in the log as well.
  const sealing = keepSealing(() => contextOf(db, node), io.err);
  closers.push(() => sealing.stop());
  closers.push(() => finishRequests(server));
  const firstFeed = makeFirstFeed(app, config.origin);
  closers.push(() => atMost(CONNECTIONS_MS, firstFeed.stop()));
  // A stream would never finish: its reader comes back when the node does.
  closers.push(async () => live.close());
  const stopped = untilStopped(closeAll, told);
  keepServedOrigin(config.dataDir, config.origin);
  const link = await openFoundingLink(ctx);
  if (link) io.out(`to set this node up, open ${link}`);
  if (!config.originNamed && /^(0\.0\.0\.0|::)$/.test(config.host))
    io.err(`links of this node name ${config.origin}: set CUMBE_ORIGIN to the address that people use`);
  io.out(`listening on ${address}`);
  return { ctx, address, ...stopped };
}

/** Port 0 means any free one. It is found before anything else, because addresses that are given out name it. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config;
  const probe = createServer();
  const address = await listen(probe, config);
  await new Promise((resolve) => probe.close(resolve));
  const origin = config.origin.replace(/:0$/, `:${new URL(address).port}`);
  return { ...config, port: Number(new URL(address).port), origin };
}

function contextOf(db: Db, node: Facilities): Ctx {
  return { db, actor: { kind: "shell", through: "start" }, now: new Date(), newId, language: "en", node };
}

function listen(server: Server, config: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new CommandError(cannotListen(config, error))),
    );
    server.listen(config.port, config.host, () => {
      const { port } = server.address() as AddressInfo;
      resolve(`http://${hostInUrl(config.host)}:${port}`);
    });
  });
}

function cannotListen({ host, port }: Config, { code }: NodeJS.ErrnoException): string {
  if (code === "EADDRINUSE")
    return `port ${port} of ${host} is taken by another program: choose another with --port`;
  if (code === "EACCES")
    return `port ${port} is for the system's administrator alone: choose one from 1024 on with --port`;
  return `this computer cannot listen on ${host} (${code}): choose one of its addresses with --host`;
}

/** Takes no new request, lets those under way finish, then cuts what still hangs. */
function finishRequests(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    // A connection is kept for a next request that will not be taken, also one that was busy a moment ago.
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_EVERY_MS);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function untilStopped(closeAll: () => Promise<void>, told: Told): Pick<RunningNode, "stop" | "stopped"> {
  const done = Promise.withResolvers<void>();
  let stopping: Promise<void> | undefined;
  const stop = () =>
    (stopping ??= closeAll().then(() => {
      told.listenNoMore();
      done.resolve();
    }));
  told.signal.addEventListener("abort", () => void stop());
  if (told.signal.aborted) void stop();
  return { stop, stopped: done.promise };
}
