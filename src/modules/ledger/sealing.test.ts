// Sealing and proofs: every entry gets into one batch, none is left behind by one that commits late, and a line's proof
// holds from the file alone, until anything of it is changed.
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { lineLeaf, type LedgerProof, verifyLedgerProof } from "#algorithms/ledger-proofs";
import { canonicalJson, parseVerifierKey } from "#algorithms/transparency";
import { type Account, auditLedger, postEntries, proveLine, sealEntries } from "#ledger";
import { type Ctx, steady } from "#platform/context";
import { newId } from "#platform/ids";
import { sealLog } from "#platform/log/seal";
import { useDatabase } from "../../../test/support/database.ts";
import { nobody, testAccount, testCurrency } from "../../../test/support/ledger.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let ctx: Ctx;
let first: Account;
let second: Account;

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  ctx = node.shell;
  const { id } = await testCurrency(ctx, node.organizationId);
  first = await testAccount(ctx, id);
  second = await testAccount(ctx, id);
});

async function pay(amount: bigint): Promise<string> {
  const lines = [
    { accountId: first.id, amount: -amount },
    { accountId: second.id, amount },
  ];
  const [id] = await steady(ctx, (tx) =>
    postEntries(tx, [{ kind: "transfer", lines, text: "for seeds", about: null }], nobody),
  );
  return id as string;
}

/** Seals until so many more are: transactions of other tests on the same server hold it up for a moment. */
async function sealed(count: number, most?: number): Promise<void> {
  let done = 0;
  for (let tried = 0; tried < 200 && done < count; tried += 1) {
    done += await sealEntries(ctx, most);
    if (done < count) await pause(20);
  }
  expect(done).toBe(count);
}

const proofOf = async (version: bigint): Promise<LedgerProof> => {
  await sealLog(ctx);
  const proof = await proveLine(ctx, second.id, version);
  if (!proof) throw new Error("the line is sealed");
  return JSON.parse(JSON.stringify(proof)) as LedgerProof;
};
const check = (proof: LedgerProof) => verifyLedgerProof(proof, [parseVerifierKey(proof.log.key)]);

describe("sealing", () => {
  it("takes each entry once, in batches as large as told, and says nothing of what was paid", async () => {
    for (const amount of [1n, 2n, 3n]) await pay(amount);
    await sealed(3, 2);
    expect(await sealEntries(ctx, 2)).toBe(0);
    const { rows } = await test.pool.query(
      "select record from log_acts where type = 'ledger.entries.sealed' order by sequence",
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { record } of rows)
      expect(Object.keys(record).sort()).toEqual(["batch", "entries", "leaves", "root", "salt"]);
    expect(await auditLedger(ctx)).toMatchObject({ sealed: 3, fault: undefined });
  });

  it("leaves none behind that was under way while later ones were sealed", async () => {
    const late = new pg.Client({ connectionString: test.url });
    await late.connect();
    await late.query("begin");
    const third = await testAccount(ctx, first.currencyId);
    const fourth = await testAccount(ctx, first.currencyId);
    const id = newId();
    await late.query("select ledger_transfer($1, 'transfer', $2, $3, 5, null, null, now(), null, null)", [
      id,
      third.id,
      fourth.id,
    ]);
    const soon = await pay(4n);
    expect(await sealEntries(ctx)).toBe(0);
    await late.query("commit");
    await late.end();
    await pay(5n);
    await sealed(3);
    const { rows } = await test.pool.query(
      "select count(*)::int as count from ledger_sealed where entry_id = any($1)",
      [[id, soon]],
    );
    expect(rows[0].count).toBe(2);
    expect(await auditLedger(ctx)).toMatchObject({ sealed: 6, entries: 6, fault: undefined });
  });

  it("goes on after the database was restored into a server that counts its transactions anew", async () => {
    await test.pool.query("update ledger_sealing set below = '999999999999'");
    await pay(6n);
    await sealed(1);
    expect(await sealEntries(ctx)).toBe(0);
  });

  it("is found out where a batch was changed behind its back", async () => {
    await test.pool.query("alter table ledger_batches disable trigger user");
    const was = await test.pool.query("select secret from ledger_batches where number = 2");
    await test.pool.query("update ledger_batches set secret = sha256(secret) where number = 2");
    expect((await auditLedger(ctx)).fault).toEqual({ name: "batchNotInLog", facts: { batch: "2" } });
    await test.pool.query("update ledger_batches set secret = $1 where number = 2", [was.rows[0].secret]);
    await test.pool.query("alter table ledger_batches enable trigger user");
    expect((await auditLedger(ctx)).fault).toBeUndefined();
  });
});

describe("a proof", () => {
  it("is not there before the line is sealed", async () => {
    await pay(10n);
    expect(await proveLine(ctx, second.id, 7n)).toBeUndefined();
    expect(await proveLine(ctx, second.id, 700n)).toBeUndefined();
  });

  it("holds for the line alone", async () => {
    await sealed(1);
    const proof = await proofOf(7n);
    expect(proof.line).toMatchObject({ account: second.number, amount: "10", version: "7" });
    expect(check(proof)).toMatchObject({ ok: true, origin: "node.example/log" });
    expect(JSON.stringify(proof)).not.toContain(first.number);
    expect(JSON.stringify(proof)).not.toContain("seeds");
    const { line, salt } = proof;
    expect(Buffer.from(lineLeaf(line, salt)).toString()).toBe(canonicalJson({ ...line, salt }).toString());
  });

  it("breaks with whatever is changed of it, by name", async () => {
    const proof = await proofOf(1n);
    const faultOf = (changed: object) => {
      const verdict = check({ ...proof, ...changed } as LedgerProof);
      return verdict.ok ? "none" : verdict.fault;
    };
    for (const field of Object.keys(proof.line))
      expect(faultOf({ line: { ...proof.line, [field]: "7" } }), field).toBe("lineNotInBatch");
    expect(faultOf({ salt: "AAAA" })).toBe("lineNotInBatch");
    expect(faultOf({ batch: { ...proof.batch, index: proof.batch.index + 1 } })).toBe("lineNotInBatch");
    expect(faultOf({ batch: { ...proof.batch, number: 9 } })).toBe("batchNotInAct");
    expect(faultOf({ act: { ...proof.act, record: { ...proof.act.record, entries: 9 } } })).toBe(
      "recordNotInAct",
    );
    const leaf = proof.act.leaf.replace(/"at":"2/, '"at":"3');
    expect(faultOf({ act: { ...proof.act, leaf } })).toBe("actNotInLog");
    const checkpoint = proof.log.checkpoint.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`);
    expect(faultOf({ log: { ...proof.log, checkpoint } })).toBe("checkpointNotSigned");
    expect(faultOf({ format: "another" })).toBe("proofMalformed");
    expect(faultOf({ line: null })).toBe("proofMalformed");
  });
});
