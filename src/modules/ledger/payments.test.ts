// Paying: each rule met and broken by name; two people, recalls, requests, refunds.
import { Kysely, PostgresDialect, sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { recallMandate } from "#confederation";
import {
  approvePayment,
  askPayment,
  type Currency,
  findParty,
  holdsOn,
  openOwnAccount,
  type Paid,
  type Party,
  pay,
  type PayInput,
  refundPayment,
  refusePayment,
  setAccountLimits,
  setApprovalAmount,
  withdrawPayment,
  withdrawRequest,
} from "#ledger";
import { type Ctx, transact } from "#platform/context";
import type { PlatformTables } from "#platform/database/tables";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { useDatabase } from "../../../test/support/database.ts";
import { accountOf, foundTestCurrency, type Payer, payer } from "../../../test/support/money.ts";
import { actAs, foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let node: TestNode;
let bakery: Payer;
let mill: Payer;
let currency: Currency;
let bread: Party;
let flour: Party;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  bakery = await payer(node, "Bakery");
  mill = await payer(node, "Mill");
  currency = await foundTestCurrency(mill.second, mill.organizationId, { approvalAbove: 50_000n });
  bread = await accountOf(bakery, currency);
  flour = await accountOf(mill, currency);
});

const refusedAs = (reason: string) => expect.objectContaining({ reason });
const now = async (party: Party) => (await findParty(node.shell, party.id)) as Party;
const wish = (over: Partial<PayInput> = {}): PayInput => ({
  requestKey: newId(),
  from: bread.id,
  to: flour.number,
  amount: 1_000n,
  text: "Two sacks of flour",
  ...over,
});
const later = (ctx: Ctx, days: number) => ({ ...ctx, now: new Date(+ctx.now + days * 86_400_000) });
/** Placed by the bakery's treasurer, or by somebody else of it. */
async function placed(by = bakery.treasurer.ctx, amount = 60_000n): Promise<string> {
  const answer: Paid = await pay(by, wish({ amount }));
  if (answer.state !== "waiting") throw new Error("it waits for a second person");
  return answer.approvalId;
}

describe("a payment", () => {
  it("moves the amount at once, and once, however often the form is sent", async () => {
    const before = [await now(bread), await now(flour)] as const;
    const asked = wish();
    const answers = await Promise.all([1, 2, 3].map(() => pay(bakery.treasurer.ctx, asked)));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect((await now(bread)).posted).toBe(before[0].posted - 1_000n);
    expect((await now(flour)).posted).toBe(before[1].posted + 1_000n);
    await expect(pay(bakery.treasurer.ctx, { ...asked, amount: 999n })).rejects.toEqual(
      refusedAs("requestKeyReused"),
    );
  });

  it("that needs nobody else is one statement, and says under which mandate it was made", async () => {
    const asked: string[] = [];
    const counted = new Kysely<PlatformTables>({
      dialect: new PostgresDialect({ pool: test.pool }),
      log: ({ query }) => void asked.push(query.sql),
    });
    const paid = await pay({ ...bakery.treasurer.ctx, db: counted }, wish({ amount: 1n }));
    expect(asked).toHaveLength(1);
    const { rows } = await sql<{ mandateId: string; personId: string }>`
      select mandate_id as "mandateId", person_id as "personId" from ledger_entries
      where id = ${paid.state === "posted" ? paid.entryId : null}::uuid`.execute(test.db);
    expect(rows).toEqual([{ mandateId: bakery.treasurer.mandateId, personId: bakery.treasurer.personId }]);
  });

  it("waits for a recall that is under way, and is refused when it commits", async () => {
    const treasurer = await personWithOffice(node, bakery.organizationId, "treasurer");
    const paying = await transact(node.operator, async (tx) => {
      await recallMandate(tx, {
        mandateId: treasurer.mandateId,
        decision: inOneLanguage("en", "The assembly named somebody else"),
      });
      const begun = Promise.allSettled([pay(treasurer.ctx, wish({ amount: 1n }))]);
      const first = await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, 150, "waits"))]);
      expect(first).toBe("waits");
      return { begun };
    });
    expect(await paying.begun).toMatchObject([
      { status: "rejected", reason: { reason: "noMandateForThis" } },
    ]);
  });

  it("in a closed currency only goes back to its issuer", async () => {
    const ended = await foundTestCurrency(mill.second, mill.organizationId);
    const [from, to] = [await accountOf(bakery, ended), await accountOf(mill, ended)];
    const asked = { from: from.id, to: to.number, amount: 1n };
    await pay(bakery.treasurer.ctx, wish(asked));
    await sql`update currencies set state = 'closed' where id = ${ended.id}`.execute(test.db);
    await expect(pay(bakery.treasurer.ctx, wish(asked))).rejects.toEqual(refusedAs("currencyClosed"));
  });

  it("is made by whoever keeps the organisation's money, and by nobody else", async () => {
    await expect(pay(mill.treasurer.ctx, wish())).rejects.toEqual(refusedAs("noMandateForThis"));
    await expect(pay(bakery.second.ctx, wish())).rejects.toEqual(refusedAs("noMandateForThis"));
    const visitor = { ...node.shell, actor: { kind: "visitor" as const } };
    await expect(pay(visitor, wish())).rejects.toEqual(refusedAs("signInFirst"));
  });

  it("is refused by name, and then nothing has moved", async () => {
    const other = await foundTestCurrency(mill.second, mill.organizationId);
    const elsewhere = await accountOf(mill, other);
    const before = await now(bread);
    const refusals: [Partial<PayInput>, string | object][] = [
      [{ to: bread.number }, "accountsAreTheSame"],
      [{ to: elsewhere.number }, "currenciesDiffer"],
      [{ from: newId() }, "accountUnknown"],
      [
        { amount: 0n },
        { fields: [expect.objectContaining({ field: "amount", reason: "amountNotPositive" })] },
      ],
      [
        { amount: -5n },
        { fields: [expect.objectContaining({ field: "amount", reason: "amountNotPositive" })] },
      ],
      [
        { amount: 2n ** 63n },
        { fields: [expect.objectContaining({ field: "amount", reason: "amountTooLarge" })] },
      ],
      [{ to: "1234567" }, { fields: [expect.objectContaining({ field: "to", reason: "accountUnknown" })] }],
      [{ text: " " }, { fields: [expect.objectContaining({ field: "text", reason: "textIsEmpty" })] }],
      [{ token: "a".repeat(24) }, "paymentRequestUnknown"],
    ];
    for (const [over, reason] of refusals)
      await expect(pay(bakery.treasurer.ctx, wish(over)), JSON.stringify(reason)).rejects.toEqual(
        typeof reason === "string" ? refusedAs(reason) : expect.objectContaining(reason),
      );
    expect(await now(bread)).toEqual(before);
  });

  it("is refused from the moment at which the treasurer was recalled, also after a preview", async () => {
    const treasurer = await personWithOffice(node, bakery.organizationId, "treasurer");
    const paid = await pay(treasurer.ctx, wish({ amount: 1n }));
    expect(paid.state).toBe("posted");
    await recallMandate(node.operator, {
      mandateId: treasurer.mandateId,
      decision: inOneLanguage("en", "The assembly named somebody else"),
    });
    await expect(pay(treasurer.ctx, wish({ amount: 1n }))).rejects.toEqual(refusedAs("noMandateForThis"));
  });

  it("stays within the limits that were agreed, which change with a reason", async () => {
    const poor = await accountOf(await payer(node, "Poor"), currency);
    await expect(
      setAccountLimits(bakery.second.ctx, { accountId: poor.id, minimum: 0n, maximum: null, because: "No" }),
    ).rejects.toEqual(refusedAs("noMandateForThis"));
    await setAccountLimits(mill.second.ctx, {
      accountId: poor.id,
      minimum: 0n,
      maximum: 500n,
      because: "Agreed",
    });
    await expect(pay(bakery.treasurer.ctx, wish({ to: poor.number, amount: 501n }))).rejects.toEqual(
      refusedAs("aboveMaximum"),
    );
    await pay(bakery.treasurer.ctx, wish({ to: poor.number, amount: 500n }));
  });
});

describe("a second account", () => {
  it("holds no debt, so that nobody multiplies a credit", async () => {
    const two = await payer(node, "Two accounts");
    expect((await accountOf(two, currency)).minimum).toBe(-100_000n);
    expect((await accountOf(two, currency)).minimum).toBe(0n);
  });

  it("of a person is opened by that person alone, and paid from by them", async () => {
    const person = actAs(
      node.shell,
      (await personWithOffice(node, bakery.organizationId, "librarian")).personId,
    );
    const number = await openOwnAccount(person, {
      requestKey: newId(),
      currencyId: currency.id,
      organizationId: null,
      name: "Stall 4",
    });
    const own = await pay(bakery.treasurer.ctx, wish({ to: number, amount: 700n }));
    expect(own.state).toBe("posted");
    const { id } = (await findParty(person, (await now(bread)).id)) as Party;
    await expect(pay(person, wish({ from: id }))).rejects.toEqual(refusedAs("noMandateForThis"));
  });
});

describe("above the amount", () => {
  it("waits for a second person, with the amount held, and is paid when they approve", async () => {
    const before = await now(bread);
    const approvalId = await placed();
    expect((await now(bread)).pendingOut).toBe(before.pendingOut + 60_000n);
    await expect(approvePayment(bakery.treasurer.ctx, { approvalId })).rejects.toEqual(
      refusedAs("secondPersonNeeded"),
    );
    await expect(approvePayment(mill.second.ctx, { approvalId })).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    const [one, again] = await Promise.all(
      [1, 2].map(() => approvePayment(bakery.second.ctx, { approvalId })),
    );
    expect(one).toBe(again);
    const after = await now(bread);
    expect([after.posted, after.pendingOut]).toEqual([before.posted - 60_000n, before.pendingOut]);
    await pay(mill.treasurer.ctx, wish({ from: flour.id, to: bread.number, amount: 50_000n }));
  });

  it("is not needed up to the amount itself; an account may ask for it earlier, with a reason", async () => {
    expect(
      (await pay(mill.treasurer.ctx, wish({ from: flour.id, to: bread.number, amount: 5_000n }))).state,
    ).toBe("posted");
    await setApprovalAmount(mill.second.ctx, {
      accountId: flour.id,
      above: 4_999n,
      because: "Agreed in the assembly",
    });
    const paid = await pay(mill.treasurer.ctx, wish({ from: flour.id, to: bread.number, amount: 5_000n }));
    expect(paid.state).toBe("waiting");
    if (paid.state === "waiting") await withdrawPayment(mill.treasurer.ctx, { approvalId: paid.approvalId });
    await setApprovalAmount(mill.second.ctx, { accountId: flour.id, above: null, because: "Too slow" });
  });

  it("is refused with a reason, or taken back; what was held is free at once", async () => {
    const before = (await now(bread)).pendingOut;
    const refused = await placed();
    await expect(refusePayment(bakery.second.ctx, { approvalId: refused, reason: "" })).rejects.toEqual(
      refusedAs("inputInvalid"),
    );
    await refusePayment(bakery.second.ctx, { approvalId: refused, reason: "Nobody ordered this" });
    const withdrawn = await placed();
    await withdrawPayment(bakery.treasurer.ctx, { approvalId: withdrawn });
    expect((await now(bread)).pendingOut).toBe(before);
    for (const approvalId of [refused, withdrawn])
      await expect(approvePayment(bakery.second.ctx, { approvalId })).rejects.toEqual(
        refusedAs("approvalDecided"),
      );
  });

  it("lapses after a week, and holds nothing from then on", async () => {
    const approvalId = await placed();
    await expect(approvePayment(later(bakery.second.ctx, 7), { approvalId })).rejects.toEqual(
      refusedAs("approvalLapsed"),
    );
    const held = await holdsOn(later(node.shell, 7), bread.id);
    expect(held.filter(({ state }) => state === "placed").length).toBeLessThanOrEqual(1);
    await refusePayment(bakery.second.ctx, { approvalId, reason: "To tidy up" });
  });

  it("is nobody's any more once whoever placed it was recalled", async () => {
    const treasurer = await personWithOffice(node, bakery.organizationId, "treasurer");
    const approvalId = await placed(treasurer.ctx);
    await recallMandate(node.operator, {
      mandateId: treasurer.mandateId,
      decision: inOneLanguage("en", "The assembly named somebody else"),
    });
    await expect(approvePayment(bakery.second.ctx, { approvalId })).rejects.toEqual(
      refusedAs("placerMayNotAnyMore"),
    );
    await refusePayment(bakery.second.ctx, { approvalId, reason: "Placed by somebody who was recalled" });
  });
});

describe("a request for payment", () => {
  const ask = (over: object = {}) =>
    askPayment(mill.treasurer.ctx, {
      requestKey: newId(),
      to: flour.id,
      amount: 300n,
      text: "Flour",
      many: false,
      lapsesOn: null,
      ...over,
    });

  it("is answered once, by one of two who pay at the same moment", async () => {
    const token = await ask();
    const answers = await Promise.allSettled(
      [1, 2].map(() => pay(bakery.treasurer.ctx, wish({ amount: 300n, token }))),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { reason: "requestPaid" },
    });
  });

  it("is answered as it asks", async () => {
    const token = await ask();
    const other = await accountOf(await payer(node, "Other mill"), currency);
    await expect(pay(bakery.treasurer.ctx, wish({ amount: 299n, token }))).rejects.toEqual(
      refusedAs("amountIsNotWhatWasAsked"),
    );
    await expect(pay(bakery.treasurer.ctx, wish({ amount: 300n, token, to: other.number }))).rejects.toEqual(
      refusedAs("requestOfAnother"),
    );
  });

  it("of a stall is answered many times, with any amount, until it is withdrawn", async () => {
    const token = await ask({ many: true, amount: null });
    await pay(bakery.treasurer.ctx, wish({ amount: 10n, token }));
    await pay(bakery.treasurer.ctx, wish({ amount: 20n, token }));
    await expect(withdrawRequest(bakery.treasurer.ctx, token)).rejects.toEqual(refusedAs("noMandateForThis"));
    await withdrawRequest(mill.treasurer.ctx, token);
    await expect(pay(bakery.treasurer.ctx, wish({ amount: 10n, token }))).rejects.toEqual(
      refusedAs("requestWithdrawn"),
    );
  });

  it("lapses on its day, asks for an amount if it is paid once, and is made by the account's own", async () => {
    await expect(ask({ amount: null })).rejects.toMatchObject({
      fields: [{ field: "amount", reason: "onceNeedsAnAmount" }],
    });
    await expect(
      askPayment(bakery.treasurer.ctx, {
        requestKey: newId(),
        to: flour.id,
        amount: 1n,
        text: "Mine",
        many: false,
        lapsesOn: null,
      }),
    ).rejects.toEqual(refusedAs("noMandateForThis"));
    const token = await ask({ lapsesOn: "2020-01-01" });
    await expect(pay(bakery.treasurer.ctx, wish({ amount: 300n, token }))).rejects.toEqual(
      refusedAs("requestLapsed"),
    );
  });
});

describe("a refund", () => {
  it("is given by whoever received, whole and once", async () => {
    const before = await now(bread);
    const paid = await pay(bakery.treasurer.ctx, wish({ amount: 900n }));
    if (paid.state !== "posted") throw new Error("it is small");
    const asked = { requestKey: newId(), entryId: paid.entryId, reason: "The sacks were wet" };
    await expect(refundPayment(bakery.treasurer.ctx, asked)).rejects.toEqual(refusedAs("noMandateForThis"));
    const id = await refundPayment(mill.treasurer.ctx, asked);
    expect(await refundPayment(mill.treasurer.ctx, asked)).toBe(id);
    expect((await now(bread)).posted).toBe(before.posted);
    await expect(refundPayment(mill.treasurer.ctx, { ...asked, requestKey: newId() })).rejects.toEqual(
      refusedAs("entryWasReversed"),
    );
    await expect(
      refundPayment(bakery.treasurer.ctx, { ...asked, requestKey: newId(), entryId: id }),
    ).rejects.toEqual(refusedAs("notARefundablePayment"));
  });
});
