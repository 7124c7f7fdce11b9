import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { formatVerifierKey, noteSigner, parseVerifierKey } from "../../src/algorithms/transparency/index.ts";
import { openFiles } from "../../src/platform/files/files.ts";
import { withDatabaseForCommand } from "../../src/platform/postgres/index.ts";
import { foundThroughPrintedLink, hasDatabaseProcess, type RunningNode, until, useNodes } from "./nodes.ts";

const nodes = useNodes();
const dataDir = nodes.folder("sound");
const older = join(nodes.root, "older-checkpoint");
let node: RunningNode;
let fileName = "";

async function sealedSize(): Promise<number> {
  const answer = await fetch(`${node.address}/log/checkpoint`);
  return answer.ok ? Number((await answer.text()).split("\n")[1]) : 0;
}

const verify = (...args: string[]) => nodes.run(["log", "verify", ...args]);

/** Writes to the database of a node that does not run, past the program. */
async function inDatabase(data: string, statements: readonly string[]): Promise<void> {
  await withDatabaseForCommand(
    { dataDir: data, databaseUrl: undefined, log: () => {} },
    async (connection) => {
      const client = new pg.Client(connection);
      await client.connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    },
  );
}

beforeAll(async () => {
  node = await nodes.start(dataDir);
  await foundThroughPrintedLink(node);
  fileName = await openFiles(dataDir).put(Buffer.from("evidence"));
  await until("what was done is in the log", async () => (await sealedSize()) > 0);
});

describe("log verify", () => {
  it("checks a log over the network, and keeps its checkpoint", async () => {
    const done = await verify(node.address, "--save", older);
    expect(done, done.err).toMatchObject({ code: 0, err: "" });
    expect(done.out).toMatch(/: \d+ acts, \d+ tiles, root \S+: all of it holds\nsigned by \S+\n$/);
  });

  it("checks that a log only grew since an older checkpoint", async () => {
    const before = await sealedSize();
    const csv = join(nodes.root, "organizations.csv");
    writeFileSync(csv, "external_id,kind,name,country\na,commune,Comuna Uno,VE\nb,cooperative,Dos,BR\n");
    const imported = await nodes.run(["organizations", "import", csv, "--data", dataDir]);
    expect(imported.code, imported.err).toBe(0);
    await until("the import is in the log", async () => (await sealedSize()) > before);
    const grown = await verify(node.address, "--since", older);
    expect(grown, grown.err).toMatchObject({ code: 0 });
    expect(grown.out).toContain(`: ${await sealedSize()} acts, `);
    const here = await verify(dataDir, "--since", older);
    expect(here, here.err).toMatchObject({ code: 0 });
  });

  it("does not take another log's key, checkpoint or word", async () => {
    const key = (await (await fetch(`${node.address}/log/key`)).text()).trim();
    const own = await verify(node.address, "--key", key);
    expect(own, own.err).toMatchObject({ code: 0 });
    const stranger = formatVerifierKey(noteSigner(parseVerifierKey(key).name, Buffer.alloc(32, 7)));
    const strange = await verify(node.address, "--key", stranger);
    expect(strange).toMatchObject({ code: 1, out: "" });
    expect(strange.err).toMatch(/^cumbe: the log does not hold: /);
    const changed = join(nodes.root, "changed-checkpoint");
    writeFileSync(changed, "another/log\n1\nAAAA\n\n— another/log AAAA\n");
    expect(await verify(node.address, "--since", changed)).toMatchObject({ code: 1, out: "" });
    const none = await verify(node.address, "--since", join(nodes.root, "none"));
    expect(none).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^cumbe: '.*' cannot be read \(ENOENT\)\n$/),
    });
    const malformed = await verify(node.address, "--key", "word");
    expect(malformed).toMatchObject({
      code: 2,
      err: expect.stringContaining("'word' is not the key of a log"),
    });
  });
});

describe("doctor", () => {
  it("finds a sound node well, running and stopped; so does log verify", async () => {
    const running = await nodes.run(["doctor", "--data", dataDir]);
    expect(running, running.out).toMatchObject({ code: 0, err: "" });
    expect(await node.stop()).toBe(0);
    const stopped = await nodes.run(["doctor", "--data", dataDir]);
    expect(stopped, stopped.out).toMatchObject({ code: 0, err: "" });
    expect(stopped.out).not.toContain("WRONG");
    expect(stopped.out).toMatch(/^well {2}program +Node 2[4-9]\./);
    expect(stopped.out).toContain("1 files, all whole");
    const log = await verify(dataDir, "--since", older);
    expect(log, log.err).toMatchObject({ code: 0 });
    expect(hasDatabaseProcess(dataDir)).toBe(false);
  });

  it("names a damaged file", async () => {
    const damaged = nodes.copy(dataDir);
    writeFileSync(join(damaged, "files", fileName.slice(0, 2), fileName), "evidenze");
    const found = await nodes.run(["doctor", "--data", damaged]);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(new RegExp(`^WRONG {2}files +damaged: ${fileName}$`, "m"));
    expect(found.out.match(/WRONG/g)).toHaveLength(1);
  });

  it("names a file that is missing", async () => {
    const missing = nodes.copy(dataDir);
    const hash = "ab".repeat(32);
    await inDatabase(missing, [
      "set session_replication_role = replica",
      `insert into report_evidence (id, report_id, position, file_hash, file_name, media_type, size_bytes)
       values (gen_random_uuid(), gen_random_uuid(), 1, '${hash}', 'a.txt', 'text/plain', 8)`,
    ]);
    const found = await nodes.run(["doctor", "--data", missing]);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(new RegExp(`^WRONG {2}files +missing: ${hash}$`, "m"));
  });

  it("knows a database that a newer program has used, and no node starts on it", async () => {
    const newer = nodes.copy(dataDir);
    await inDatabase(newer, [
      "insert into schema_migrations (name, timestamp) values ('1-platform/9999-later', '2030-01-01')",
    ]);
    const found = await nodes.run(["doctor", "--data", newer]);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/^WRONG {2}database /m);
    expect(found.out).toContain("→ a newer Cumbe has used it: bring this one up to date");
    const refused = await nodes.run(["start", "--data", newer, "--port", "0"]);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/^cumbe: a newer Cumbe has used this database, /);
    expect(hasDatabaseProcess(newer)).toBe(false);
  });

  it("says how many acts wait for their place, and gives them none; neither does log verify", async () => {
    const waiting = nodes.copy(dataDir);
    const csv = join(nodes.root, "one-more.csv");
    writeFileSync(csv, "external_id,kind,name\nc,commune,Comuna Tres\n");
    const imported = await nodes.run(["organizations", "import", csv, "--data", waiting]);
    expect(imported.code, imported.err).toBe(0);
    for (let times = 0; times < 2; times++) {
      const log = await verify(waiting);
      expect(log, log.err).toMatchObject({ code: 0 });
      expect(log.out).toContain("all of it holds; 1 more wait for their place");
      const found = await nodes.run(["doctor", "--data", waiting]);
      expect(found.code, found.out).toBe(0);
      expect(found.out).toMatch(/^well {2}log +\d+ acts, all of it holds; 1 more wait for their place/m);
    }
  });

  it("notices a record that was rewritten past the program; so does log verify", async () => {
    const rewritten = nodes.copy(dataDir);
    await inDatabase(rewritten, [
      "alter table log_acts disable trigger user",
      `update log_acts set record = record || '{"name": "another"}' where leaf_index = 0`,
      "alter table log_acts enable trigger user",
    ]);
    const found = await nodes.run(["doctor", "--data", rewritten]);
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/^WRONG {2}log +the records of 1 acts were changed$/m);
    expect(found.out).toContain("→ keep this data directory as it is");
    const log = await verify(rewritten);
    expect(log).toMatchObject({ code: 1, out: "" });
    expect(log.err).toMatch(/^cumbe: the records of 1 acts are not what the log says: \S+\n$/);
    expect(readdirSync(rewritten)).toContain("node.key");
  });
});
