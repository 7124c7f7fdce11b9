import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  formatTilePath,
  parseTilePath,
  parseVerifierKey,
  verifyInclusion,
  verifyLog,
} from "#algorithms/transparency";
import { transact } from "#platform/context";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { appendAct, appendActs } from "./append.ts";
import { logVerifierKey } from "./keys.ts";
import { keepSealing, latestCheckpoint, sealLog } from "./seal.ts";
import { findAct, findDamagedRecords, listActs, readTile } from "./views.ts";

const act = (number: number) => ({
  type: "test.thing.happened",
  subject: "/test",
  mandateId: null,
  record: { number },
});

describe("the log", () => {
  const test = useDatabase();
  let node: TestNode;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
  });

  const append = (count: number) =>
    transact(node.shell, (tx) =>
      appendActs(
        tx,
        Array.from({ length: count }, (_, index) => act(index)),
      ),
    );

  async function verify(checkpoint: string, olderCheckpoint?: string) {
    const verifier = parseVerifierKey(await logVerifierKey(node.shell));
    return verifyLog({
      checkpoint,
      ...(olderCheckpoint === undefined ? {} : { olderCheckpoint }),
      verifiers: [verifier],
      origin: verifier.name,
      fetch: async (path) => {
        const bytes = await readTile(test.db, parseTilePath(path));
        if (!bytes) throw new Error(`${path} is missing`);
        return bytes;
      },
    });
  }

  const checkpoint = async () => (await latestCheckpoint(test.db))?.note ?? "";

  it("takes acts only inside a transaction", async () => {
    await expect(appendAct(node.shell, act(1))).rejects.toThrow(/transaction/);
  });

  it("has nothing of an act that was rolled back", async () => {
    await transact(node.shell, async (tx) => {
      await appendAct(tx, { ...act(1), type: "test.thing.undone" });
      throw new Error("undone");
    }).catch(() => {});
    const { acts } = await listActs(test.db, {}, 100);
    expect(acts.some(({ type }) => type === "test.thing.undone")).toBe(false);
  });

  it("holds after batches of any size, and each checkpoint continues the one before", async () => {
    await sealLog(node.shell);
    for (const count of [1, 2, 253, 1, 300, 5]) {
      const older = await checkpoint();
      await append(count);
      expect(await sealLog(node.shell)).toBe(count);
      expect(await verify(await checkpoint(), older)).toMatchObject({ ok: true });
    }
  });

  it("proves each act against its checkpoint", async () => {
    await append(3);
    await sealLog(node.shell);
    const { acts } = await listActs(test.db, {}, 20);
    for (const { id } of acts) {
      const found = await findAct(test.db, id);
      const proof = found?.proof;
      expect(proof).toBeDefined();
      if (!found || !proof) continue;
      const claim = {
        index: proof.index,
        size: proof.checkpoint.size,
        leafHash: proof.leafHash,
        proof: [...proof.path],
        root: proof.checkpoint.root,
      };
      expect(verifyInclusion(claim)).toBe(true);
      expect(found.recordHolds).toBe(true);
      expect(verifyInclusion({ ...claim, index: proof.index + 1 })).toBe(false);
    }
  });

  it("gives every act one place when several seal at once", async () => {
    await Promise.all([append(20), append(20), sealLog(node.shell), sealLog(node.shell), append(20)]);
    await Promise.all([sealLog(node.shell), sealLog(node.shell), sealLog(node.shell)]);
    await sealLog(node.shell);
    const { rows } = await test.pool.query(
      "select count(*)::int as acts, count(leaf_index)::int as placed, max(leaf_index)::int as last from log_acts",
    );
    expect(rows[0].placed).toBe(rows[0].acts);
    expect(rows[0].last).toBe(rows[0].acts - 1);
    expect(await verify(await checkpoint())).toMatchObject({ ok: true });
  });

  it("seals what is left when it is stopped", async () => {
    const sealing = keepSealing(
      () => node.shell,
      () => {},
      60_000,
    );
    await append(3);
    await sealing.stop();
    const { rows } = await test.pool.query(
      "select count(*)::int as left from log_acts where leaf_index is null",
    );
    expect(rows).toEqual([{ left: 0 }]);
  });

  it("is not rewritten, even by SQL", async () => {
    await expect(test.pool.query("update log_acts set record = '{}' where leaf_index = 3")).rejects.toThrow(
      /never rewritten/,
    );
    await expect(
      test.pool.query("update log_acts set leaf_index = null where leaf_index = 3"),
    ).rejects.toThrow(/never rewritten/);
    await expect(test.pool.query("delete from log_checkpoints")).rejects.toThrow(/never rewritten/);
  });

  it("shows what somebody changed who could switch the guards off", async () => {
    expect(await findDamagedRecords(test.db)).toEqual([]);
    const client = await test.pool.connect();
    try {
      await client.query("begin");
      await client.query("alter table log_acts disable trigger user");
      await client.query(`update log_acts set record = record || '{"number": 999}' where leaf_index = 5`);
      await client.query("alter table log_acts enable trigger user");
      await client.query("commit");
    } finally {
      client.release();
    }
    expect(await findDamagedRecords(test.db)).toHaveLength(1);
    await test.pool.query(
      "update log_tiles set hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) where level = 0 and position = 0",
    );
    expect(await verify(await checkpoint())).toMatchObject({ ok: false, fault: "tileMismatch" });
  });

  it("refuses to seal upon an edge that is not what was signed", async () => {
    await test.pool.query(
      "update log_tiles set hashes = set_byte(hashes, 3, get_byte(hashes, 3) # 1) where level = 0 and position = (select max(position) from log_tiles where level = 0)",
    );
    await append(1);
    await expect(sealLog(node.shell)).rejects.toMatchObject({ reason: "rootBeforeDiffers" });
  });
});

describe("tiles of a log that does not reach them", () => {
  const test = useDatabase();
  it("are not there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.integer({ min: 1, max: 256 }), async (index, width) => {
        const path = parseTilePath(formatTilePath({ kind: "hashes", level: 0, index, width }));
        expect(await readTile(test.db, path)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });
});
