// Terms that say "on receipt": whoever notes what arrived may pay it in the same act, by the rules of the ledger.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Account,
  type CurrencyId,
  findAccount,
  insertCurrency,
  listWaiting,
  openAccount,
} from "#ledger";
import { type Ctx, transact } from "#platform/context";
import { newId } from "#platform/ids";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { said, type Trader, trader } from "../../../test/support/market.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { agreed, owedOn, today, usd, viewOf } from "../../../test/support/trade.ts";
import { accountsToPayFrom } from "./agreements.views.ts";
import { give, receive } from "./deliveries.service.ts";
import type { AgreementId } from "./types.ts";

const test = useDatabase();
let node: TestNode;
let seller: Trader;
let buyer: Trader;
let stranger: Trader;
let treasurer: Ctx;
let treasury: Reader;
let accounts: Readonly<Record<"of" | "poor" | "to" | "foreign", Account>>;
let price: { readonly amount: bigint; readonly denomination: { currencyId: CurrencyId; officialCode: null } };

beforeAll(async () => {
  node = await foundTestNode(test.db);
  [seller, buyer, stranger] = [
    await trader(node, "Café Neblina"),
    await trader(node, "Panadería"),
    await trader(node, "Vecina"),
  ];
  const person = await personWithOffice(node, buyer.id, "treasurer");
  treasurer = person.ctx;
  await sql`update people set account_id = 'treasurer' where id = ${person.personId}`.execute(test.db);
  treasury = createTestApp(node.shell).as("treasurer");
  const { shell, organizationId } = node;
  const currencyId = await transact(shell, (tx) =>
    insertCurrency(tx, {
      requestKey: newId(),
      slug: "brisa",
      code: "BRISA",
      name: said("Brisa"),
      kind: "mutual_credit",
      scale: 2,
      organizationId,
      rules: null,
      defaultMinimum: null,
      defaultMaximum: null,
      demurragePpm: 0,
      approvalAbove: 900n,
      backing: null,
      expiresOn: null,
      mirrors: null,
      openBooks: false,
      mandateId: null,
    }),
  );
  const open = ({ id }: Trader, minimum = -5_000n) =>
    transact(shell, (tx) =>
      openAccount(tx, {
        currencyId,
        holder: { kind: "organization", organizationId: id as never },
        minimum,
        maximum: null,
      }),
    );
  accounts = {
    of: await open(buyer),
    poor: await open(buyer, -100n),
    to: await open(seller),
    foreign: await open(stranger),
  };
  price = { amount: 800n, denomination: { currencyId, officialCode: null } };
});

const trade = () => ({ seller, buyer });
const received = async (ctx = node.shell) => (await findAccount(ctx, accounts.to.id))?.posted ?? 0n;

/** Given whole, and waiting for its receipt. */
async function given(more: Parameters<typeof agreed>[1] = {}) {
  const parts = [{ quantity: 4_000n, dueOn: null }];
  const agreementId = await agreed(trade(), { parts, price, payDays: 0, ...more });
  const lineId = (await viewOf(trade(), agreementId)).lines[0]?.id as never;
  const giving = { requestKey: newId(), agreementId, lineId, quantity: 4_000n, givenOn: today, note: null };
  const deliveryId = await give(seller.ctx, giving);
  const whole = { agreementId, deliveryId, quantity: 4_000n, receivedOn: today, quality: null };
  return { ...whole, payFrom: accounts.of.id };
}

const untouched = async (id: AgreementId) => {
  expect((await viewOf(trade(), id)).lines[0]?.deliveries[0]?.receipt).toBeNull();
  expect(await owedOn(id, buyer)).toEqual([]);
};

describe("paying on receipt", () => {
  it("moves what arrived of the price, and nothing stays owed", async () => {
    const receiving = await given();
    const before = await received();
    await receive(treasurer, { ...receiving, quantity: 3_000n, quality: "A kilogram was wet" });
    expect((await received()) - before).toBe(600n);
    expect(await owedOn(receiving.agreementId, buyer)).toMatchObject([{ amount: 600n, openAmount: 0n }]);
    const { payments } = await viewOf(trade(), receiving.agreementId);
    expect(payments).toMatchObject([{ amount: 600n }]);
    expect(payments[0]?.entryId).not.toBeNull();
  });

  it("is left for later where no account is named", async () => {
    const receiving = await given();
    await receive(treasurer, { ...receiving, payFrom: null });
    expect(await owedOn(receiving.agreementId, buyer)).toMatchObject([{ openAmount: 800n }]);
  });

  it("of a delivery that was refused whole pays nothing", async () => {
    const receiving = await given();
    const before = await received();
    await receive(treasurer, { ...receiving, quantity: 0n, quality: "Mouldy" });
    expect(await received()).toBe(before);
  });

  it("is refused, with the receipt, to whoever may not pay or from another's account", async () => {
    const receiving = await given();
    await expect(receive(buyer.ctx, receiving)).rejects.toMatchObject({ reason: "noMandateForThis" });
    const foreign = { ...receiving, payFrom: accounts.foreign.id };
    await expect(receive(treasurer, foreign)).rejects.toMatchObject({ reason: "accountNotOfDebtor" });
    await untouched(receiving.agreementId);
  });

  it("of a large amount waits for a second person; the receipt is noted, and the amount owed until then", async () => {
    const large = await given({ price: { ...price, amount: 901n } });
    const before = await received();
    await receive(treasurer, large);
    expect(await received()).toBe(before);
    expect(await owedOn(large.agreementId, buyer)).toMatchObject([{ openAmount: 901n }]);
    expect(await listWaiting(treasurer, accounts.of.id)).toMatchObject([
      { amount: 901n, act: "clearing.obligation.pay" },
    ]);
  });

  it("is refused, with the receipt, where too little is left", async () => {
    const poor = await given();
    const fromPoor = { ...poor, payFrom: accounts.poor.id };
    await expect(receive(treasurer, fromPoor)).rejects.toMatchObject({ reason: "belowMinimum" });
    await untouched(poor.agreementId);
  });

  it("is refused where the terms say later, or a currency without accounts", async () => {
    for (const terms of [{ payDays: 30 }, { price: usd(800n) }]) {
      const receiving = await given(terms);
      await expect(receive(treasurer, receiving)).rejects.toMatchObject({ reason: "notPaidOnReceipt" });
      await untouched(receiving.agreementId);
    }
  });

  it("is offered on the page to the treasurer alone, with what it comes to, and is an event in the data", async () => {
    const receiving = await given({ price: { ...price, amount: 40n } });
    const view = await viewOf(trade(), receiving.agreementId);
    expect(await accountsToPayFrom(buyer.ctx, view)).toEqual([]);
    const path = `/market/agreements/${receiving.agreementId}`;
    const page = await (await treasury.get(path)).text();
    expect(page).toContain('name="payFrom"');
    expect(page).toMatch(/If all of it arrives, [^<]*0\.40/);
    const { deliveryId, payFrom } = receiving;
    const sent = { form: deliveryId, deliveryId, quantity: "4", day: today, quality: "", payFrom };
    expect((await treasury.post(`${path}/receive`, sent)).status).toBe(303);
    expect(await (await treasury.get(path)).text()).toMatch(/0\.40[^<]* paid/);
    const data = (await (await treasury.get(`${path}.jsonld`)).json()) as { "@graph"?: unknown };
    const flows = JSON.stringify(data);
    expect(flows).toContain(`${path}#payment-`);
    expect(flows).toMatch(/"fulfills":"[^"]*#payment"/);
  });
});
