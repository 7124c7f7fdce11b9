import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openFiles } from "../../src/platform/files/files.ts";
import { foundThroughPrintedLink, hasDatabaseProcess, type RunningNode, until, useNodes } from "./nodes.ts";
import { serverUrl, useOwnServer, whySkipped } from "./own-server.ts";

const nodes = useNodes();
const ownServer = useOwnServer();
const dataDir = nodes.folder("source");
const archive = join(nodes.root, "node.tar");
let node: RunningNode;

/** The archive without the one line that may differ. */
const withoutTime = (path: string) =>
  readFileSync(path, "latin1").replace(/"madeAt": "[^"]+"/, '"madeAt": ""');

async function backUp(dataDirectory: string, name: string, env: Record<string, string> = {}) {
  const file = join(nodes.root, name);
  const done = await nodes.run(["backup", file, "--data", dataDirectory], { env });
  expect(done, done.err).toMatchObject({ code: 0, err: "" });
  return file;
}

async function restore(dataDirectory: string, env: Record<string, string> = {}) {
  const done = await nodes.run(["restore", archive, "--data", dataDirectory], { env });
  expect(done.code, done.err).toBe(0);
  expect(done.out).toMatch(/^restored from .*: \d+ tables, \d+ rows, 1 files, made /);
}

beforeAll(async () => {
  node = await nodes.start(dataDir);
  await foundThroughPrintedLink(node);
  await openFiles(dataDir).put(Buffer.alloc(200_000, "evidence "));
  await until("what was done is in the log", async () => {
    const answer = await fetch(`${node.address}/log/checkpoint`);
    return answer.ok && Number((await answer.text()).split("\n")[1]) > 0;
  });
  await backUp(dataDir, "node.tar");
});

it("of a running node is its owner's alone, and leaves the node running", async () => {
  expect((statSync(archive).mode & 0o777).toString(8)).toBe("600");
  expect((await fetch(`${node.address}/healthz`)).status).toBe(200);
});

it("is not restored over a node that runs, nor over one that holds something", async () => {
  const running = await nodes.run(["restore", archive, "--data", dataDir]);
  expect(running.code).toBe(2);
  expect(running.err).toContain(`is in use by a node that is running (process ${node.pid}, `);
  expect(await node.stop()).toBe(0);
  const full = await nodes.run(["restore", archive, "--data", dataDir]);
  expect(full.code).toBe(1);
  expect(full.err).toMatch(/^cumbe: this node is not empty: /);
  expect(withoutTime(await backUp(dataDir, "after.tar"))).toBe(withoutTime(archive));
  expect(hasDatabaseProcess(dataDir)).toBe(false);
});

it("becomes the same node elsewhere: served, and backed up to the same bytes", async () => {
  const elsewhere = nodes.folder("elsewhere");
  // A node that was started and never set up is as empty as none.
  await (await nodes.start(elsewhere)).stop();
  await restore(elsewhere);
  const again = await nodes.start(elsewhere);
  expect(again.printed()).not.toContain("/setup/");
  expect(await (await fetch(again.address)).text()).toContain("Red de prueba");
  expect(withoutTime(await backUp(elsewhere, "again.tar"))).toBe(withoutTime(archive));
  expect(readFileSync(join(elsewhere, "node.key"), "utf8")).toBe(
    readFileSync(join(dataDir, "node.key"), "utf8"),
  );
  expect(await again.stop()).toBe(0);
});

describe("on a PostgreSQL server of one's own", () => {
  if (!serverUrl) console.log(`skipped: ${whySkipped}`);

  it.skipIf(!serverUrl)("goes there and back as the same bytes", async () => {
    const there = nodes.folder("there");
    const env = { DATABASE_URL: await ownServer.create() };
    await restore(there, env);
    expect(existsSync(join(there, "postgres"))).toBe(false);
    const file = await backUp(there, "there.tar", env);
    expect(withoutTime(file)).toBe(withoutTime(archive));
    const back = nodes.folder("back");
    const done = await nodes.run(["restore", file, "--data", back]);
    expect(done.code, done.err).toBe(0);
    expect(withoutTime(await backUp(back, "back.tar"))).toBe(withoutTime(archive));
  });

  it.skipIf(!serverUrl)("starts, stops, and leaves the server running", async () => {
    const here = nodes.folder("with-server");
    const env = { DATABASE_URL: await ownServer.create() };
    const served = await nodes.start(here, { env });
    expect(served.printed()).toContain("/setup/");
    expect((await fetch(`${served.address}/healthz`)).status).toBe(200);
    expect(existsSync(join(here, "postgres"))).toBe(false);
    expect(await served.stop()).toBe(0);
    const again = await nodes.start(here, { env });
    expect((await fetch(`${again.address}/healthz`)).status).toBe(200);
    expect(await again.stop()).toBe(0);
  });
});

it("leaves nothing of itself where it was told to stop", async () => {
  const place = mkdtempSync(join(nodes.root, "place-"));
  // Enough to be at work for a while.
  const large = nodes.folder("large");
  await restore(large);
  await openFiles(large).put(Buffer.alloc(300 * 1024 * 1024, 3));
  const begun = nodes.spawn(["backup", join(place, "node.tar"), "--data", large]);
  await until("it works", () => readdirSync(place).length > 0);
  begun.kill("SIGTERM");
  await begun.exited;
  expect(readdirSync(place)).toEqual([]);
  await until("its database is gone", () => !hasDatabaseProcess(large));
});

it.each([
  ["a folder that is not there", join("none", "node.tar")],
  ["a folder", "."],
])("is refused with a sentence for %s", async (_name, file) => {
  const refused = await nodes.run(["backup", file, "--data", nodes.folder("elsewhere")]);
  expect(refused).toMatchObject({ code: 1, out: "" });
  expect(refused.err).toMatch(/^cumbe: \S+ cannot be written \(E[A-Z]+\): nothing was written there\n$/);
});

it.each([
  ["backup", ["backup", "made.tar"]],
  ["doctor", ["doctor"]],
  ["log verify", ["log", "verify"]],
  ["organizations export", ["organizations", "export", "made.csv"]],
])("%s makes no node out of a mistyped path", async (_name, words) => {
  const mistyped = nodes.folder("mistyped");
  const refused = await nodes.run([...words, "--data", mistyped]);
  expect(refused).toMatchObject({ code: 2, out: "" });
  expect(refused.err).toMatch(/^cumbe: there is no node in .*\/mistyped /);
  expect(existsSync(mistyped)).toBe(false);
  expect(words.filter((word) => existsSync(join(nodes.root, word)))).toEqual([]);
});
