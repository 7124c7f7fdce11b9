import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { useDataDirectories } from "../../../test/support/data-directory.ts";
import { type EmbeddedServer, openEmbedded, type ServerEvent } from "./embedded-server.ts";
import { parsePidFile, serverProcesses, worksIn } from "./postmaster.ts";
import { PostgresRefusal } from "./refusal.ts";
import { shutDown } from "./shut-down.ts";
import { fitsSocket, socketFolderOf } from "./socket-path.ts";

// Each of these starts and kills servers; a busy computer takes its time for that.
vi.setConfig({ testTimeout: 60_000 });

const newDataDir = useDataDirectories();
/** A killed process loses nothing that the system holds already, so these servers do without fsync, for speed. */
const open = (dataDir: string, more = {}) =>
  openEmbedded({ dataDir, log: () => {}, settings: { fsync: "off" }, ...more });

async function query(server: EmbeddedServer, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(server.connection);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(what: () => boolean | Promise<boolean>, patience = 10_000): Promise<void> {
  for (const end = Date.now() + patience; !(await what()); await pause(20))
    if (Date.now() > end) throw new Error("it did not come to pass in time");
}

async function refusalOf(work: Promise<unknown>): Promise<PostgresRefusal> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PostgresRefusal);
  return error as PostgresRefusal;
}

const modeOf = async (path: string) => ((await lstat(path)).mode & 0o777).toString(8);

describe("opening", () => {
  test("makes, adopts, stops and opens again, for its owner alone", async () => {
    const dataDir = await newDataDir();
    const first = await open(dataDir, { settings: {} });
    expect(first).toMatchObject({ startedByUs: true, startedFor: "node" });
    expect(first.version).toMatch(/^18\./);
    expect(await modeOf(dataDir)).toBe("700");
    expect(await modeOf(join(dataDir, "postgres"))).toBe("700");
    expect(await modeOf(join(first.connection.host, ".s.PGSQL.5432"))).toBe("700");
    const settings = await query(
      first,
      `select current_setting('fsync') || current_setting('full_page_writes') as safe,
              current_setting('synchronous_commit') || current_setting('data_checksums') as whole,
              current_setting('listen_addresses') as tcp, current_setting('jit') as jit,
              lower('ÁÑ') as lower, current_setting('server_encoding') as encoding`,
    );
    expect(settings).toEqual([
      { safe: "onon", whole: "onon", tcp: "", jit: "off", lower: "áñ", encoding: "UTF8" },
    ]);
    await query(first, "create table kept as select 1 as n");

    const second = await open(dataDir);
    expect(second).toMatchObject({ startedByUs: false, pid: first.pid });
    await second.stop();
    await Promise.all([second.stop(), first.stop()]);
    expect(serverProcesses(join(dataDir, "postgres"))).toEqual([]);

    const third = await open(dataDir);
    expect(third.startedByUs).toBe(true);
    expect(await query(third, "select n from kept")).toEqual([{ n: 1 }]);
    const client = new pg.Client({ connectionString: third.url });
    await client.connect();
    expect((await client.query("select current_database() as name")).rows).toEqual([{ name: "cumbe" }]);
    await client.end();
    await third.stop();
  });

  test("keeps statements and values out of the server's log", async () => {
    const dataDir = await newDataDir();
    const server = await open(dataDir);
    await query(server, "create table person (address text unique)");
    await query(server, "insert into person values ('secret@example.org')");
    await expect(query(server, "insert into person values ('secret@example.org')")).rejects.toThrow();
    await server.stop();
    const folder = join(dataDir, "postgres", "log");
    const logs = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
    );
    expect(logs.join("")).toContain("duplicate key");
    expect(logs.join("")).not.toContain("secret");
  });

  test("many at once share one server", async () => {
    const dataDir = await newDataDir();
    await (await open(dataDir)).stop();
    for (let round = 0; round < 5; round++) {
      const servers = await Promise.all(Array.from({ length: 4 }, () => open(dataDir)));
      expect(new Set(servers.map((server) => server.pid)).size).toBe(1);
      expect(servers.filter((server) => server.startedByUs)).toHaveLength(1);
      await servers[0]?.stop();
    }
  });

  test("two at once on a new directory share one server", async () => {
    const dataDir = await newDataDir();
    const [one, other] = await Promise.all([open(dataDir), open(dataDir)]);
    expect(one.pid).toBe(other.pid);
    expect([one.startedByUs, other.startedByUs].filter(Boolean)).toHaveLength(1);
    expect(await readdir(dataDir)).toEqual(["postgres"]);
    await one.stop();
  });

  test("leaves nothing half made when initdb is cut short, and clears away what a kill left", async () => {
    const dataDir = await newDataDir();
    const abort = new AbortController();
    const opening = open(dataDir, { signal: abort.signal });
    await until(async () => (await readdir(dataDir).catch(() => [])).some((name) => name.includes(".new-")));
    await pause(100);
    abort.abort();
    await expect(opening).rejects.toThrow("abort");
    expect((await readdir(dataDir)).filter((name) => name === "postgres")).toEqual([]);

    // What a process that was killed leaves: no process has this number (they end at 2^22).
    await mkdir(join(dataDir, "postgres.new-9999999-abcdef", "base"), { recursive: true });
    const server = await open(dataDir);
    expect(await readdir(dataDir)).toEqual(["postgres"]);
    await server.stop();
  });

  test("a path too long for a socket, with a comma and a quote in it, or by way of a link", async () => {
    const dataDir = await newDataDir(`a,"b" ${"long".repeat(25)}`);
    const server = await open(dataDir);
    expect(server.connection.host.startsWith(dataDir)).toBe(false);
    expect(await modeOf(server.connection.host)).toBe("700");
    expect(await query(server, "select 1 as n")).toEqual([{ n: 1 }]);
    const link = await newDataDir("link");
    await symlink(dataDir, link);
    const linked = await open(link);
    expect(linked).toMatchObject({ startedByUs: false, pid: server.pid });
    await server.stop();

    await chmod(server.connection.host, 0o755);
    const refusal = await refusalOf(open(dataDir));
    expect(refusal.reason).toBe("socketFolderNotOurs");
    await rm(server.connection.host, { recursive: true });

    const short = await newDataDir(`c,"d"`);
    const quoted = await open(short);
    expect(quoted.connection.host).toBe(join(short, "postgres"));
    await quoted.stop();
  });

  test("says what is wrong with a directory that cannot be used", async () => {
    const file = await newDataDir();
    await writeFile(file, "");
    expect((await refusalOf(open(file))).reason).toBe("dataDirectoryUnusable");

    const old = await newDataDir();
    await mkdir(join(old, "postgres"), { recursive: true });
    await writeFile(join(old, "postgres", "PG_VERSION"), "15\n");
    const refusal = await refusalOf(open(old));
    expect(refusal.reason).toBe("dataDirectoryOfAnotherVersion");
    expect(refusal.facts).toMatchObject({ theirs: 15, ours: 18 });
  });

  test("says what the server said when it does not start", async () => {
    const dataDir = await newDataDir();
    await (await open(dataDir)).stop();
    await writeFile(join(dataDir, "postgres", "postgresql.conf"), "shared_buffers = plenty\n");
    const refusal = await refusalOf(open(dataDir));
    expect(refusal.reason).toBe("startFailed");
    expect(refusal.message).toContain("plenty");

    // What goes wrong later is in the server's log only.
    await writeFile(join(dataDir, "postgres", "postgresql.conf"), "logging_collector = on\n");
    await rm(join(dataDir, "postgres", "global", "pg_control"));
    expect((await refusalOf(open(dataDir))).message).toContain("pg_control");
  });
});

describe("after a kill", () => {
  let dataDir = "";
  beforeAll(async () => {
    dataDir = await newDataDir();
  });

  test("a stale postmaster.pid does not stand in the way, even when its number lives again", async () => {
    const server = await open(dataDir);
    await query(server, "drop table if exists kept; create table kept as select 1 as n");
    const pidFile = join(dataDir, "postgres", "postmaster.pid");
    const busy = query(server, "select pg_sleep(60)").catch(() => {});
    await pause(100);
    process.kill(server.pid, "SIGKILL");
    const again = await open(dataDir);
    await busy;
    expect(again).toMatchObject({ startedByUs: true });
    expect(again.pid).not.toBe(server.pid);
    expect(await query(again, "select n from kept")).toEqual([{ n: 1 }]);
    const stale = [pidFile, join(dataDir, "postgres", ".s.PGSQL.5432.lock")];
    const texts = await Promise.all(stale.map((path) => readFile(path, "utf8")));
    await again.stop();

    // The computer was restarted, and the server's number is another program's now.
    const other = spawn("sleep", ["60"], { stdio: "ignore" });
    for (const [index, path] of stale.entries())
      await writeFile(path, texts[index]!.replace(/^\d+/, String(other.pid)), { mode: 0o600 });
    const third = await open(dataDir);
    expect(other.exitCode ?? other.signalCode).toBeNull();
    expect(await query(third, "select n from kept")).toEqual([{ n: 1 }]);
    other.kill();
    await third.stop();
  });

  test("waits for processes that outlive their postmaster, and ends those that stay", async () => {
    const server = await open(dataDir);
    const client = new pg.Client(server.connection);
    client.on("error", () => {});
    await client.connect();
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const backend = rows[0]?.pid ?? 0;
    // A stopped process neither notices that its postmaster died nor leaves when it is told to.
    process.kill(backend, "SIGSTOP");
    process.kill(server.pid, "SIGKILL");
    const opening = open(dataDir);
    await pause(700);
    expect(worksIn(backend, join(dataDir, "postgres"))).toBe(true);
    const again = await opening;
    expect(worksIn(backend, join(dataDir, "postgres"))).toBe(false);
    await again.stop();
    await client.end().catch(() => {});
  });

  test("watch notices within a second, starts it again, and what was written is there", async () => {
    const server = await open(dataDir);
    const events: ServerEvent[] = [];
    const unwatch = server.watch((event) => events.push(event));
    await query(server, "drop table if exists kept; create table kept as select 1 as n");
    const killed = server.pid;
    const at = Date.now();
    process.kill(killed, "SIGKILL");
    await until(() => events.some((event) => event.kind === "down"), 1_500);
    expect(Date.now() - at).toBeLessThan(1_200);
    await until(() => events.some((event) => event.kind === "restarted"));
    expect(server.pid).not.toBe(killed);
    expect(await query(server, "select n from kept")).toEqual([{ n: 1 }]);

    // A start that fails is said, and tried again until it succeeds.
    const conf = join(dataDir, "postgres", "postgresql.conf");
    await rename(conf, `${conf}.away`);
    process.kill(server.pid, "SIGKILL");
    await until(() => events.some((event) => event.kind === "failed"));
    await rename(`${conf}.away`, conf);
    await until(() => events.filter((event) => event.kind === "restarted").length === 2);
    unwatch();
    await server.stop();
    expect(events.at(-1)?.kind).toBe("restarted");
  });

  test("stop wins over a restart that is under way", async () => {
    const server = await open(dataDir);
    const events: ServerEvent[] = [];
    server.watch((event) => events.push(event));
    process.kill(server.pid, "SIGKILL");
    await until(() => events.length > 0);
    await server.stop();
    await pause(600);
    expect(serverProcesses(join(dataDir, "postgres"))).toEqual([]);
    expect(events.map((event) => event.kind)).toEqual(["down"]);
  });

  test("a server outlives the process that started it, without keeping it alive", async () => {
    const code = `import { openEmbedded } from ${JSON.stringify(import.meta.resolve("./embedded-server.ts"))};
      const server = await openEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} });
      server.watch(() => {});
      process.stdout.write(String(server.pid));`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
    const [exit] = (await once(child, "exit")) as [number | null];
    expect(exit).toBe(0);
    const adopted = await open(dataDir);
    expect(adopted).toMatchObject({ startedByUs: false, pid: Number(said) });
    await adopted.stop();
    expect(serverProcesses(join(dataDir, "postgres"))).toEqual([]);
  });

  test("a server that cannot shut down in time is ended all the same", async () => {
    const server = await open(dataDir);
    process.kill(server.pid, "SIGSTOP");
    await shutDown(server.pid, join(dataDir, "postgres"), 200);
    expect(serverProcesses(join(dataDir, "postgres"))).toEqual([]);
    const again = await open(dataDir);
    await again.stop();
  });
});

describe("small parts", () => {
  test("a pid file that is not whole says nothing", () => {
    expect(parsePidFile("")).toBeUndefined();
    expect(parsePidFile("abc\n")).toBeUndefined();
    expect(parsePidFile("12\n/data\n1\n5432\n/sock\n\n1 2\nready   \n")).toEqual({
      pid: 12,
      socketFolder: "/sock",
      status: "ready",
    });
  });

  test("a socket's path is measured in bytes", () => {
    const longest = `/${"x".repeat(107 - 1 - "/.s.PGSQL.5432".length)}`;
    expect(fitsSocket(longest)).toBe(true);
    expect(fitsSocket(`${longest}x`)).toBe(false);
    expect(fitsSocket(`/${"ñ".repeat(50)}`)).toBe(false);
    expect(socketFolderOf("/a", 1)).toBe("/a");
    expect(socketFolderOf(`${longest}x`, 1)).toBe(socketFolderOf(`${longest}x`, 1));
    expect(socketFolderOf(`${longest}x`, 1)).not.toBe(socketFolderOf(`${longest}y`, 1));
  });

  test("another program's process is never taken for the server's", async () => {
    expect(worksIn(process.pid, process.cwd())).toBe(false);
  });
});
