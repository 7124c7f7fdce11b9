// Streams of a sitting under pressure: readers who come together, ids of another scene, authority that ends.
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { SITTING_CHANGED } from "#assembly";
import { listen, type Listening } from "#platform/database/listening";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { planTestSitting, type TestSitting } from "../../../test/support/sitting.ts";
import { type LiveSittings, openLiveSittings } from "./live.ts";

const test = useDatabase();
let assembly: Assembly;
let sitting: TestSitting;
let listening: Listening;
let live: LiveSittings;

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 1);
});
beforeEach(async () => {
  sitting = await planTestSitting(assembly);
  listening = await listen({ connectionString: test.url }, [SITTING_CHANGED]);
  live = openLiveSittings({ db: test.db, changes: listening.changes, now: () => new Date() });
});
afterEach(async () => {
  vi.restoreAllMocks();
  live.close();
  await listening.stop();
});

const at = { language: "en", names: false, address: "192.0.2.1", since: "" };

/** What a stream says until `enough`, or until it ends. */
async function readUntil(body: ReadableStream<Uint8Array>, enough: (seen: string) => boolean) {
  const reader = body.getReader();
  let seen = "";
  try {
    while (!enough(seen)) {
      const { value, done } = await reader.read();
      if (done) return { seen, ended: true };
      seen += Buffer.from(value).toString();
    }
    return { seen, ended: false };
  } finally {
    reader.releaseLock();
  }
}

describe("the streams of a sitting", () => {
  it("tell everybody who came while it was first read, as after the node was started again", async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => live.stream({ ...at, ...sitting })));
    for (const stream of streams) await readUntil(stream, (seen) => seen.includes("data: {"));
    expect(live.readers()).toBe(20);
    await sitting.act({ what: "opened" });
    for (const stream of streams) {
      const { seen } = await readUntil(stream, (all) => all.includes('"state"'));
      expect(seen).toContain("open");
    }
  });

  it("keep nothing of sittings that there are not", async () => {
    for (let number = 9_000; number < 9_080; number += 1)
      expect(await live.show({ edition: sitting.edition, number }, at)).toBeUndefined();
    await expect(live.stream({ ...at, edition: "none", number: 1 })).rejects.toMatchObject({
      reason: "sittingUnknown",
    });
    expect(await live.show(sitting, at)).toBeDefined();
  });

  it("take no id of another language, nor of the one that names people, for their own", async () => {
    const spanish = await live.show(sitting, { ...at, language: "es" });
    await live.show(sitting, at);
    const stream = await live.stream({ ...at, ...sitting, since: spanish!.id });
    expect((await readUntil(stream, (seen) => seen.includes("data: {"))).seen).toContain('"agenda"');
  });

  it("that name people end within minutes, so that authority is asked anew", async () => {
    const naming = await live.stream({ ...at, ...sitting, names: true });
    const open = await live.stream({ ...at, ...sitting });
    const now = Date.now();
    vi.spyOn(Date, "now").mockImplementation(() => now + 90_000);
    expect(await readUntil(naming, () => false)).toMatchObject({ ended: true });
    expect(live.readers()).toBe(1);
    await open.cancel();
  });
});
