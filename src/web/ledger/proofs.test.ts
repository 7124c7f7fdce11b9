// The proof of a movement: a file for whoever reads the account, and nothing for anybody else.
import { beforeAll, expect, it } from "vitest";
import { type LedgerProof, verifyLedgerProof } from "#algorithms/ledger-proofs";
import { parseVerifierKey } from "#algorithms/transparency";
import { pay, type Party, sealEntries } from "#ledger";
import { newId } from "#platform/ids";
import { sealLog } from "#platform/log/seal";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { accountOf, foundTestCurrency, type Payer, payer } from "../../../test/support/money.ts";
import { foundTestNode, type TestNode, type TestPerson } from "../../../test/support/node.ts";

const test = useDatabase();
let node: TestNode;
let bakery: Payer;
let mill: Payer;
let bread: Party;
let flour: Party;
let reader: (accountId?: string) => Reader;

async function signed({ personId }: TestPerson): Promise<Reader> {
  await test.pool.query("update people set account_id = $1 where id = $2", [`account-${personId}`, personId]);
  return reader(`account-${personId}`);
}

beforeAll(async () => {
  node = await foundTestNode(test.db);
  ({ as: reader } = createTestApp(node.shell));
  [bakery, mill] = [await payer(node, "Bakery"), await payer(node, "Mill")];
  const currency = await foundTestCurrency(mill.second, mill.organizationId);
  [bread, flour] = [await accountOf(bakery, currency), await accountOf(mill, currency)];
  const wish = { requestKey: newId(), from: bread.id, to: flour.number, amount: 1_250n, text: "Two sacks" };
  await pay(bakery.treasurer.ctx, wish);
});

const address = (party: Party) => `/economy/accounts/${party.number}/lines/1/proof.json`;

it("is offered on the statement, and given once the movement is sealed", async () => {
  const treasurer = await signed(bakery.treasurer);
  const statement = await treasurer.get(`/economy/accounts/${bread.number}/statement`);
  expect(await statement.text()).toContain(address(bread));
  expect((await treasurer.get(address(bread))).status).toBe(404);
  for (let sealed = 0; sealed === 0;) sealed = await sealEntries(node.shell);
  await sealLog(node.shell);
  const response = await treasurer.get(address(bread));
  expect(response.headers.get("content-disposition")).toContain("_1_proof.json");
  const proof = (await response.json()) as LedgerProof;
  expect(proof.line).toMatchObject({ account: bread.number, amount: "-1250" });
  expect(verifyLedgerProof(proof, [parseVerifierKey(proof.log.key)])).toMatchObject({ ok: true });
});

it("is not for the other side, nor for a stranger", async () => {
  const miller = await signed(mill.treasurer);
  expect((await miller.get(address(bread))).status).toBe(404);
  expect((await miller.get(address(flour))).status).toBe(200);
  expect((await reader().get(address(bread))).status).not.toBe(200);
});
