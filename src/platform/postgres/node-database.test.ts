import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { useDataDirectories } from "../../../test/support/data-directory.ts";
import { openEmbedded } from "./embedded-server.ts";
import { checkServer, openNodeDatabase, refuseOldServer, withDatabaseForCommand } from "./node-database.ts";
import { joinAsCommand, takeNodeLock } from "./node-lock.ts";
import { readPidFile, serverProcesses, worksIn } from "./postmaster.ts";
import { PostgresRefusal } from "./refusal.ts";

// Each of these starts and stops servers; a busy computer takes its time for that.
vi.setConfig({ testTimeout: 60_000 });

const newDataDir = useDataDirectories();
const silent = () => {};
const embedded = (dataDir: string) => ({ dataDir, databaseUrl: undefined, log: silent });
const runs = (dataDir: string) => serverProcesses(join(dataDir, "postgres")).length > 0;

async function refusalOf(work: () => unknown): Promise<PostgresRefusal> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(PostgresRefusal);
    return error as PostgresRefusal;
  }
  throw new Error("it was not refused");
}

async function ask(connection: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  client.on("error", silent);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function until(what: () => boolean | Promise<boolean>, patience = 10_000): Promise<void> {
  for (const end = Date.now() + patience; !(await what()); await pause(20))
    if (Date.now() > end) throw new Error("it did not come to pass in time");
}

/** 1 is the node's lock, 2 says that the server is in use. */
async function isHeldAlone(connection: pg.ClientConfig, lock: 1 | 2): Promise<boolean> {
  const sql = `select from pg_locks where locktype = 'advisory' and classid = 1131769186 and objid = ${lock}
                  and mode = 'ExclusiveLock' and granted`;
  return (await ask(connection, sql).catch(() => [])).length > 0;
}

let dataDir = "";
beforeAll(async () => {
  dataDir = await newDataDir();
  // Made without waiting for the disk; every test opens and stops its server.
  const server = await openEmbedded({ dataDir, log: silent, settings: { fsync: "off" } });
  await server.stop();
});

describe("a node", () => {
  test("has its data directory for itself, and stops its server", async () => {
    const node = await openNodeDatabase(embedded(dataDir));
    const refusal = await refusalOf(() => openNodeDatabase(embedded(dataDir)));
    expect(refusal.reason).toBe("dataDirectoryInUse");
    expect(refusal.facts).toMatchObject({ holder: "node", pid: process.pid });
    expect(Date.now() - Date.parse(String(refusal.facts["since"]))).toBeLessThan(20_000);
    expect(refusal.message).toContain(`process ${process.pid}`);
    expect(await ask(node.connection, "select 1 as n")).toEqual([{ n: 1 }]);
    await Promise.all([node.close(), node.close()]);
    expect(runs(dataDir)).toBe(false);
  });

  test("holds it again after its server died", async () => {
    const said: string[] = [];
    const node = await openNodeDatabase({ ...embedded(dataDir), log: (line) => said.push(line) });
    const killed = (await readPidFile(join(dataDir, "postgres")))?.pid ?? 0;
    process.kill(killed, "SIGKILL");
    await until(() => !worksIn(killed, join(dataDir, "postgres")));
    await until(() => isHeldAlone(node.connection, 1));
    expect((await refusalOf(() => takeNodeLock(node.connection))).facts["holder"]).toBe("node");
    expect(said.join("\n")).toMatch(/ended unexpectedly[^]*answers again/);
    await node.close();
    expect(runs(dataDir)).toBe(false);
  });

  test("is told when another node took its data directory meanwhile", async () => {
    const lost = Promise.withResolvers<PostgresRefusal>();
    const node = await openNodeDatabase({ ...embedded(dataDir), onLost: lost.resolve });
    const other = new pg.Client({ ...node.connection, application_name: "cumbe node 4242" });
    await other.connect();
    const waiting = other.query("select pg_advisory_lock(1131769186, 1)");
    await until(
      async () => (await ask(node.connection, "select from pg_locks where not granted")).length > 0,
    );
    await ask(
      node.connection,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cumbe node ${process.pid}'`,
    );
    await waiting;
    expect((await lost.promise).facts).toMatchObject({ holder: "node", pid: 4242 });
    await other.end();
    await node.close();
  });
});

describe("a command", () => {
  test("alone starts the server and stops it, also when its work fails", async () => {
    const rows = await withDatabaseForCommand(embedded(dataDir), (connection) =>
      ask(connection, "select current_setting('cumbe.started_for') as what"),
    );
    expect(rows).toEqual([{ what: "command" }]);
    expect(runs(dataDir)).toBe(false);
    const failing = withDatabaseForCommand(embedded(dataDir), async () => {
      throw new Error("the work's own");
    });
    await expect(failing).rejects.toThrow("the work's own");
    expect(runs(dataDir)).toBe(false);
  });

  test("beside a node leaves the node's server running", async () => {
    const node = await openNodeDatabase(embedded(dataDir));
    await withDatabaseForCommand(embedded(dataDir), (connection) => ask(connection, "select 1"));
    expect(await ask(node.connection, "select 1 as n")).toEqual([{ n: 1 }]);
    await node.close();
  });

  test("leaves its server to a node that came meanwhile", async () => {
    const node = await withDatabaseForCommand(embedded(dataDir), () => openNodeDatabase(embedded(dataDir)));
    expect(await ask(node.connection, "select 1 as n")).toEqual([{ n: 1 }]);
    await node.close();
    expect(runs(dataDir)).toBe(false);
  });

  test("leaves its server to a command that is still at work, which then stops it", async () => {
    const firstDone = Promise.withResolvers<void>();
    let second: Promise<unknown> | undefined;
    await withDatabaseForCommand(embedded(dataDir), async () => {
      const secondIn = Promise.withResolvers<void>();
      second = withDatabaseForCommand(embedded(dataDir), async (connection) => {
        secondIn.resolve();
        await firstDone.promise;
        return ask(connection, "select 1 as n");
      });
      await secondIn.promise;
    });
    firstDone.resolve();
    expect(await second).toEqual([{ n: 1 }]);
    expect(runs(dataDir)).toBe(false);
  });

  test("that is stopping the server is waited for by a node and by another command", async () => {
    const server = await openEmbedded({ dataDir, log: silent, startedFor: "command" });
    const lease = await joinAsCommand(server.connection);
    const stopping = Promise.withResolvers<void>();
    const left = lease.leave(async () => {
      await stopping.promise;
      await server.stop();
    });
    await until(() => isHeldAlone(server.connection, 2));
    const refusal = await refusalOf(() => joinAsCommand(server.connection));
    expect(refusal.facts).toMatchObject({ holder: "command", pid: process.pid });
    const node = openNodeDatabase(embedded(dataDir));
    const command = withDatabaseForCommand(embedded(dataDir), (connection) =>
      ask(connection, "select 1 as n"),
    );
    await pause(300);
    stopping.resolve();
    expect(await left).toBe(true);
    expect(await command).toEqual([{ n: 1 }]);
    await (await node).close();
    expect(runs(dataDir)).toBe(false);
  });

  test("that is interrupted stops its server and dies of the signal", async () => {
    const code = `import { withDatabaseForCommand } from ${JSON.stringify(import.meta.resolve("./node-database.ts"))};
      await withDatabaseForCommand({ dataDir: ${JSON.stringify(dataDir)}, databaseUrl: undefined, log() {} }, () => {
        process.stdout.write("at work");
        return new Promise((resolve) => setTimeout(resolve, 60_000));
      });`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([null, "SIGINT"]);
    expect(runs(dataDir)).toBe(false);
  });
});

describe("a server of one's own", () => {
  test("is used as it is, without a lock", async () => {
    const dataDir = await newDataDir();
    const own = { dataDir, databaseUrl: inject("postgresUrl"), log: silent };
    const one = await openNodeDatabase(own);
    const other = await openNodeDatabase(own);
    expect(one.connection).toEqual({ connectionString: inject("postgresUrl") });
    await Promise.all([one.close(), other.close()]);
    const used = await withDatabaseForCommand(own, (connection) => ask(connection, "select 1 as n"));
    expect(used).toEqual([{ n: 1 }]);
    expect(runs(dataDir)).toBe(false);
  });

  test("is refused when it is older than 15, away, or no address", async () => {
    expect((await refusalOf(() => refuseOldServer(140_012, "14.12"))).reason).toBe("serverTooOld");
    expect(() => refuseOldServer(150_000, "15.0")).not.toThrow();
    const away = await refusalOf(() => checkServer("postgresql://someone:password@127.0.0.1:9/nothing"));
    expect(away.reason).toBe("serverUnreachable");
    expect(away.message).toContain("127.0.0.1:9/nothing");
    expect(away.message).not.toContain("password");
    expect((await refusalOf(() => checkServer("postgresql://a b:c:d"))).reason).toBe("serverUnreachable");
  });
});
