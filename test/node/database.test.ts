import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { foundThroughPrintedLink, hasDatabaseProcess, type RunningNode, until, useNodes } from "./nodes.ts";

const nodes = useNodes();
const dataDir = nodes.folder();
let node: RunningNode;
beforeAll(async () => {
  node = await nodes.start(dataDir);
  await foundThroughPrintedLink(node);
});

const databasePid = () =>
  Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

/** A page and the node's health, asked for at the same moment. */
async function ask() {
  const [page, health] = await Promise.all([
    fetch(`${node.address}/organizations`, { headers: { "accept-language": "pt-BR,pt;q=0.9" } }),
    fetch(`${node.address}/healthz`),
  ]);
  return {
    page: { status: page.status, body: await page.text() },
    health: { status: health.status, body: (await health.json()) as { status: string; reason?: string } },
  };
}

it("says so in the reader's language while its database is gone, and recovers by itself", async () => {
  const killed = databasePid();
  process.kill(killed, "SIGKILL");
  const at = performance.now();
  const answers: Awaited<ReturnType<typeof ask>>[] = [];
  await until("it is well again", async () => {
    const answer = await ask();
    answers.push(answer);
    const gone = answers.some(({ page }) => page.status === 503);
    return gone && answer.health.status === 200 && answer.page.status === 200;
  });
  console.log(`the database was back ${Math.round(performance.now() - at)} ms after it was killed`);
  const unwell = answers.filter(({ health }) => health.status !== 200);
  expect(unwell[0]?.health).toEqual({
    status: 503,
    body: { status: "unavailable", reason: expect.stringMatching(/\S/) },
  });
  const away = answers.find(({ page }) => page.status !== 200)?.page;
  expect(away?.status).toBe(503);
  expect(away?.body).toMatch(/<html[^>]* lang="pt"/);
  expect(away?.body).toContain("A base de dados não responde neste momento.");
  expect(answers.map(({ page }) => page.status).filter((status) => status !== 200 && status !== 503)).toEqual(
    [],
  );
  expect(databasePid()).not.toBe(killed);
  expect(node.printed()).not.toMatch(/^fault /m);
});

it("still stops in order", async () => {
  expect(await node.stop()).toBe(0);
  expect(hasDatabaseProcess(dataDir)).toBe(false);
});

it("adopts the database of a node that was killed, and serves on", async () => {
  const killed = await nodes.start(dataDir);
  const database = databasePid();
  killed.kill("SIGKILL");
  await killed.exited;
  expect(hasDatabaseProcess(dataDir)).toBe(true);
  const next = await nodes.start(dataDir);
  expect(databasePid()).toBe(database);
  expect((await fetch(`${next.address}/healthz`)).status).toBe(200);
  expect(await next.stop()).toBe(0);
  expect(hasDatabaseProcess(dataDir)).toBe(false);
});
