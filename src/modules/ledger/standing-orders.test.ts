// Standing orders as the hourly job executes them: once each date, also after days without the node, and under the
// authority of whoever gave them.
import { beforeAll, describe, expect, it } from "vitest";
import { recallMandate } from "#confederation";
import {
  confirmOrder,
  type Currency,
  findParty,
  type OrderInput,
  orderPayments,
  type Party,
  runOrders,
  stopOrder,
  tellOfMoney,
} from "#ledger";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { useDatabase } from "../../../test/support/database.ts";
import { accountOf, foundTestCurrency, type Payer, payer } from "../../../test/support/money.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let node: TestNode;
let bakery: Payer;
let currency: Currency;
let bread: Party;
let flour: Party;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  bakery = await payer(node, "Bakery");
  const mill = await payer(node, "Mill");
  currency = await foundTestCurrency(mill.second, mill.organizationId);
  bread = await accountOf(bakery, currency);
  flour = await accountOf(mill, currency);
});

const refusedAs = (reason: string) => expect.objectContaining({ reason });
const at = (days: number) => new Date(+node.shell.now + days * 86_400_000);
const day = (days: number) => at(days).toISOString().slice(0, 10);
/** The job, on a day to come. */
const run = (days: number) => runOrders({ ...node.shell, now: at(days) });
const balance = async () => (await findParty(node.shell, bread.id))?.posted;
const order = (over: Partial<OrderInput> = {}, by = bakery.treasurer.ctx) =>
  orderPayments(by, {
    requestKey: newId(),
    from: bread.id,
    to: flour.number,
    amount: 100n,
    text: "Rent of the oven",
    unit: "week",
    count: 1,
    startsOn: day(7),
    endsOn: null,
    ...over,
  });
async function runsOf(id: string) {
  const { rows } = await test.pool.query(
    "select due_on::text, state, reason from standing_order_runs where order_id = $1 order by due_on",
    [id],
  );
  return rows as { due_on: string; state: string; reason: string | null }[];
}
async function stateOf(id: string): Promise<string> {
  const { rows } = await test.pool.query("select state from standing_orders where id = $1", [id]);
  return rows[0].state;
}

describe("a standing order", () => {
  it("pays each date once, however often and however late the job runs", async () => {
    const before = (await balance()) ?? 0n;
    const id = await order();
    expect(await run(6)).toBe(0);
    const both = await Promise.all([run(7), run(7)]);
    expect(both.reduce((sum, one) => sum + one, 0)).toBe(1);
    // Three weeks without the node: three payments, the oldest first.
    expect(await run(29)).toBe(3);
    expect(await balance()).toBe(before - 400n);
    expect((await runsOf(id)).map((one) => [one.due_on, one.state])).toEqual(
      [7, 14, 21, 28].map((days) => [day(days), "paid"]),
    );
    await stopOrder(bakery.treasurer.ctx, id);
    expect(await run(60)).toBe(0);
    await expect(stopOrder(bakery.treasurer.ctx, id)).rejects.toEqual(refusedAs("orderIsOver"));
  });

  it("ends with its last date", async () => {
    const id = await order({ endsOn: day(14) });
    expect(await run(90)).toBe(2);
    expect(await stateOf(id)).toBe("ended");
  });

  it("is given and stopped by whoever keeps the money, with dates that can be", async () => {
    await expect(order({}, bakery.second.ctx)).rejects.toEqual(refusedAs("noMandateForThis"));
    await expect(order({ startsOn: day(-1) })).rejects.toEqual(refusedAs("orderBeginsInThePast"));
    await expect(order({ endsOn: day(6) })).rejects.toEqual(refusedAs("orderEndsBeforeItBegins"));
    await expect(order({ to: bread.number })).rejects.toEqual(refusedAs("accountsAreTheSame"));
    await expect(order({ count: 13 })).rejects.toMatchObject({
      fields: [{ field: "count", reason: "everyOutOfRange" }],
    });
    const key = { requestKey: newId() };
    const id = await order(key);
    expect(await order(key)).toBe(id);
    await expect(stopOrder(bakery.second.ctx, id)).rejects.toEqual(refusedAs("noMandateForThis"));
    await stopOrder(bakery.treasurer.ctx, id);
  });

  it("that cannot be paid is noted and told, and goes on with the next date", async () => {
    const id = await order({ amount: 10_000_000n, endsOn: day(14) });
    expect(await run(7)).toBe(0);
    expect(await runsOf(id)).toEqual([{ due_on: day(7), state: "failed", reason: "belowMinimum" }]);
    expect(await stateOf(id)).toBe("active");
    const payload = { kind: "orderFailed", id, dueOn: day(7) };
    await test.pool.query("update people set account_id = 'mailed' where id = $1", [
      bakery.treasurer.personId,
    ]);
    const emailOf = async (accountId: string) => (accountId === "mailed" ? "money@node.example" : undefined);
    expect(await tellOfMoney(node.shell, emailOf, payload)).toBe(1);
    expect(await tellOfMoney(node.shell, emailOf, payload)).toBe(0);
    const { rows } = await test.pool.query(
      "select body from mail_outbox where recipient = 'money@node.example'",
    );
    expect(rows).toHaveLength(1);
    // Mail is read on its way: it says where to look, and neither how much nor from whom.
    expect(rows[0].body).not.toMatch(/100,?000|Bakery|Mill/);
    await stopOrder(bakery.treasurer.ctx, id);
  });

  it("makes no payment once its giver was recalled, until somebody who may has taken it on", async () => {
    const treasurer = await personWithOffice(node, bakery.organizationId, "treasurer");
    const id = await order({}, treasurer.ctx);
    expect(await run(7)).toBe(1);
    await recallMandate(node.operator, {
      mandateId: treasurer.mandateId,
      decision: inOneLanguage("en", "The assembly named somebody else"),
    });
    expect(await run(15)).toBe(0);
    expect(await stateOf(id)).toBe("unconfirmed");
    expect(await run(22)).toBe(0);
    await expect(confirmOrder(bakery.second.ctx, id)).rejects.toEqual(refusedAs("noMandateForThis"));
    await confirmOrder({ ...bakery.treasurer.ctx, now: at(22) }, id);
    expect(await run(29)).toBe(1);
    // What fell due in between was nobody's decision: it is noted as left out.
    expect((await runsOf(id)).map(({ state }) => state)).toEqual(["paid", "skipped", "skipped", "paid"]);
    await stopOrder(bakery.treasurer.ctx, id);
  });
});
