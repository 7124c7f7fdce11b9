// Who uses a data directory: one running node, and any number of commands beside it or alone.
// Invariant: a server is never stopped under a node by a command, nor under a command by another command. The locks
// are PostgreSQL's session locks, so they go when their holder dies, however it dies.
import pg from "pg";
import { codeOf, PostgresRefusal } from "./refusal.ts";

/** "Cumb": the class of our advisory locks. */
const CLASS = 0x43756d62;
/** Held by the node; and by a command while it stops the server. */
const NODE = 1;
/** Shared by every command at work; alone by the command that stops the server. */
const USE = 2;

export type HeldLock = {
  /** Gives the lock back. */
  readonly release: () => Promise<void>;
  /** Resolves when the lock is gone, by `release` or because the server died. */
  readonly gone: Promise<void>;
};

export type CommandLease = {
  /**
   * Ends the command's use. Where nobody else uses the server, `stop` is called while every newcomer waits.
   * Resolves to whether it was called.
   */
  readonly leave: (stop: () => Promise<void>) => Promise<boolean>;
  readonly release: () => Promise<void>;
};

type Role = "node" | "command";
type Mode = "exclusive" | "shared";

async function connect(connection: pg.ClientConfig, role: Role): Promise<pg.Client> {
  const client = new pg.Client({
    ...connection,
    application_name: `cumbe ${role} ${process.pid}`,
    connectionTimeoutMillis: 5_000,
    // The connection lives as long as its holder; nothing of ours may end it for being idle.
    options: "-c idle_session_timeout=0",
  });
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function tryLock(client: pg.Client, lock: number, mode: Mode): Promise<boolean> {
  const call = mode === "shared" ? "pg_try_advisory_lock_shared" : "pg_try_advisory_lock";
  const { rows } = await client.query<{ held: boolean }>(`select ${call}($1, $2) as held`, [CLASS, lock]);
  return rows[0]?.held === true;
}

type Holder = { readonly role: Role; readonly pid: number; readonly since: Date };

async function holderOf(client: pg.Client, lock: number): Promise<Holder | undefined> {
  const { rows } = await client.query<{ name: string; since: Date }>(
    `select activity.application_name as name, activity.backend_start as since
       from pg_locks as held join pg_stat_activity as activity on activity.pid = held.pid
      where held.locktype = 'advisory' and held.granted and held.mode = 'ExclusiveLock'
        and held.classid = $1::int8::oid and held.objid = $2::int8::oid and held.objsubid = 2
        and held.database = (select oid from pg_database where datname = current_database())`,
    [CLASS, lock],
  );
  const found = rows[0] && /^cumbe (node|command) (\d+)$/.exec(rows[0].name);
  if (!found || !rows[0]) return undefined;
  return { role: found[1] as Role, pid: Number(found[2]), since: rows[0].since };
}

function inUse(holder: Holder | undefined): PostgresRefusal {
  // Without a holder it let go between the two questions: like a command that was just leaving.
  const { role, pid, since } = holder ?? { role: "command", pid: 0, since: new Date() };
  const facts = { holder: role, pid, since: since.toISOString() };
  const sentence =
    role === "node"
      ? `This data directory is in use by a node that is running (process ${pid}, since ${facts.since}). Stop that node first, or choose another data directory with --data.`
      : `This data directory is being closed by another command (process ${pid}). Try again in a moment.`;
  return new PostgresRefusal("dataDirectoryInUse", facts, sentence);
}

/** Takes the node's lock; throws `dataDirectoryInUse` with `holder`, `pid` and `since` of who has it. */
export async function takeNodeLock(connection: pg.ClientConfig): Promise<HeldLock> {
  const client = await connect(connection, "node");
  const gone = new Promise<void>((resolve) => client.once("end", () => resolve()));
  const release = () => client.end().catch(() => {});
  try {
    if (await tryLock(client, NODE, "exclusive")) return { release, gone };
    throw inUse(await holderOf(client, NODE));
  } catch (error) {
    await release();
    throw error;
  }
}

/** Says that a command is at work; throws `dataDirectoryInUse` while another command is stopping the server. */
export async function joinAsCommand(connection: pg.ClientConfig): Promise<CommandLease> {
  const client = await connect(connection, "command");
  const release = () => client.end().catch(() => {});
  try {
    if (!(await tryLock(client, USE, "shared"))) throw inUse(await holderOf(client, USE));
  } catch (error) {
    await release();
    throw error;
  }
  const leave = async (stop: () => Promise<void>) => {
    try {
      await client.query("select pg_advisory_unlock_shared($1, $2)", [CLASS, USE]);
      const alone = (await tryLock(client, NODE, "exclusive")) && (await tryLock(client, USE, "exclusive"));
      if (alone) await stop();
      return alone;
    } finally {
      await release();
    }
  };
  return { leave, release };
}

/** Whether a failure means that the server was just going, or somebody was just closing it: worth another try. */
export function isPassing(error: unknown): boolean {
  if (error instanceof PostgresRefusal)
    return error.reason === "dataDirectoryInUse" && error.facts["holder"] === "command";
  const code = codeOf(error);
  if (code && /^(08...|57P0[1-3]|ECONNREFUSED|ENOENT|ECONNRESET|EPIPE)$/.test(code)) return true;
  // `pg` gives these no code.
  return error instanceof Error && /^Connection terminated|is not queryable$/.test(error.message);
}
