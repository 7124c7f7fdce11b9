// The ledger on the command line: an audit of a data directory, and a proof checked from its file alone.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postEntries, proveLine, sealEntries } from "#ledger";
import { steady } from "#platform/context";
import { sealLog } from "#platform/log/seal";
import { openKeys } from "#platform/keys";
import { run } from "../../test/support/command-line.ts";
import { useDatabase } from "../../test/support/database.ts";
import { nobody, testAccount, testCurrency } from "../../test/support/ledger.ts";
import { foundTestNode } from "../../test/support/node.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-cli-ledger-"));
const file = join(folder, "proof.json");
let key: string;

beforeAll(async () => {
  openKeys(folder);
  const { shell, organizationId } = await foundTestNode(test.db);
  const { id } = await testCurrency(shell, organizationId);
  const [payer, payee] = [await testAccount(shell, id), await testAccount(shell, id)];
  const lines = [
    { accountId: payer.id, amount: -150n },
    { accountId: payee.id, amount: 150n },
  ];
  await steady(shell, (tx) =>
    postEntries(tx, [{ kind: "transfer", lines, text: null, about: null }], nobody),
  );
  for (let sealed = 0; sealed === 0;) sealed = await sealEntries(shell);
  await sealLog(shell);
  const proof = await proveLine(shell, payee.id, 1n);
  key = proof?.log.key ?? "";
  writeFileSync(file, JSON.stringify(proof));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("cumbe ledger audit", () => {
  const audit = (more = "") => run(`ledger audit --data ${folder}${more}`, "en", test.url);

  it("says that all of it holds, or the first thing that does not, and ends with 1", async () => {
    expect(await audit(" --json")).toMatchObject({ code: 0 });
    await test.pool.query("alter table ledger_accounts disable trigger user");
    await test.pool.query("update ledger_accounts set posted = posted + 1 where posted > 0");
    const broken = await audit();
    expect(broken).toMatchObject({ code: 1, err: expect.stringContaining("balanceNotReplayed") });
  });
});

describe("cumbe ledger verify-proof", () => {
  it("says what a proof proves, by the key in it or by one that is known", async () => {
    const own = await run(`ledger verify-proof ${file}`);
    expect(own).toMatchObject({ code: 0, out: expect.stringContaining("150 SEED") });
    expect(own.out).toContain("compare it with what the node says at /log/key");
    expect((await run(`ledger verify-proof ${file} --key ${key}`)).code).toBe(0);
    const stranger = "example.org/log+48e21bdc+AWuM0cnCnoHQpzN0v8JmUBvzCp0Uc5KRb/Ncgqi0NC7N";
    expect((await run(`ledger verify-proof ${file} --key ${stranger}`)).code).not.toBe(0);
  });

  it("says what does not hold, and what is no proof", async () => {
    const forged = join(folder, "forged.json");
    const proof = JSON.parse(readFileSync(file, "utf8")) as { line: object };
    writeFileSync(forged, JSON.stringify({ ...proof, line: { ...proof.line, amount: "1500" } }));
    expect(await run(`ledger verify-proof ${forged}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining("lineNotInBatch"),
    });
    writeFileSync(forged, "no JSON");
    expect((await run(`ledger verify-proof ${forged}`)).code).toBe(1);
    writeFileSync(forged, "{}");
    expect((await run(`ledger verify-proof ${forged} --key ${key}`)).code).toBe(1);
    expect((await run(`ledger verify-proof ${join(folder, "absent")}`)).code).toBe(2);
  });
});
