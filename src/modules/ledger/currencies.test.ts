// Founding, changing, closing and issuing currencies; demurrage and expiry as the nightly jobs do them.
import { beforeAll, describe, expect, it } from "vitest";
import {
  accountsOf,
  changeCurrency,
  closeCurrency,
  collectDemurrage,
  type Currency,
  expireVouchers,
  findCurrency,
  findParty,
  foundCurrency,
  type FoundCurrencyInput,
  issue,
  type Party,
  pay,
  stateReserve,
} from "#ledger";
import type { Ctx } from "#platform/context";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { useDatabase } from "../../../test/support/database.ts";
import {
  accountOf,
  currencyInput,
  foundTestCurrency,
  type Payer,
  payer,
} from "../../../test/support/money.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let node: TestNode;
let mill: Payer;
let bakery: Payer;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  mill = await payer(node, "Mill");
  bakery = await payer(node, "Bakery");
});

const refusedAs = (reason: string) => expect.objectContaining({ reason });
const wrong = (field: string, reason: string) =>
  expect.objectContaining({ fields: [expect.objectContaining({ field, reason })] });
const found = (over: Partial<FoundCurrencyInput>) =>
  foundCurrency(mill.second.ctx, currencyInput(mill.organizationId, over));
const posted = async (party: { id: Party["id"] }) => (await findParty(node.shell, party.id))?.posted;
const later = (ctx: Ctx, days: number) => ({ ...ctx, now: new Date(+ctx.now + days * 86_400_000) });
const day = (days: number) => new Date(+node.shell.now + days * 86_400_000).toISOString().slice(0, 10);
const voucher = (over: Partial<FoundCurrencyInput> = {}): Partial<FoundCurrencyInput> => ({
  kind: "voucher",
  backing: inOneLanguage("en", "A loaf of bread each"),
  expiresOn: day(30),
  onExpiry: "take_back",
  scale: 0,
  defaultMinimum: 0n,
  defaultMaximum: null,
  ...over,
});
const mirror: Partial<FoundCurrencyInput> = {
  kind: "mirror",
  mirrors: "EUR",
  reserveKeptBy: "Cooperative bank",
  defaultMinimum: 0n,
  defaultMaximum: null,
};
async function termsOf({ slug }: Currency) {
  const { name, rules, defaultMinimum, defaultMaximum, demurragePpm, approvalAbove, expiresOn } =
    (await findCurrency(node.shell, slug)) as Currency;
  return {
    name,
    rules: rules ?? name,
    defaultMinimum,
    defaultMaximum,
    demurragePpm,
    approvalAbove,
    expiresOn,
  };
}

describe("founding a currency", () => {
  it("needs a mandate, and gives one for a form that is sent twice", async () => {
    const input = currencyInput(mill.organizationId);
    await expect(foundCurrency(mill.treasurer.ctx, input)).rejects.toEqual(refusedAs("noMandateForThis"));
    await expect(foundCurrency(bakery.second.ctx, input)).rejects.toEqual(refusedAs("noMandateForThis"));
    const slug = await foundCurrency(mill.second.ctx, input);
    expect(await foundCurrency(mill.second.ctx, input)).toBe(slug);
    await expect(found({ code: input.code })).rejects.toEqual(wrong("code", "codeTaken"));
  });

  it("asks for what belongs to its kind, and for nothing of another", async () => {
    const cases: [Partial<FoundCurrencyInput>, string, string][] = [
      [voucher({ backing: null }), "backing", "backingMissing"],
      [voucher({ onExpiry: null }), "onExpiry", "expiryMissing"],
      [{ backing: inOneLanguage("en", "Bread") }, "backing", "notForThisKind"],
      [{ kind: "time", scale: 2 }, "scale", "timeIsInMinutes"],
      [{ ...mirror, mirrors: "XYZ" }, "mirrors", "officialCurrencyUnknown"],
      [{ ...mirror, scale: 3 }, "scale", "scaleOfTheOfficial"],
      [{ ...mirror, reserveKeptBy: null }, "reserveKeptBy", "reserveMissing"],
      [{ code: "x" }, "code", "codeMalformed"],
      [{ scale: 7 }, "scale", "scaleOutOfRange"],
      [{ demurragePpm: 500_001 }, "demurragePpm", "demurrageOutOfRange"],
      [{ defaultMinimum: 1n }, "defaultMinimum", "minimumAboveNought"],
      [{ defaultMaximum: -1n }, "defaultMaximum", "maximumBelowNought"],
      [{ defaultMaximum: 2n ** 63n }, "defaultMaximum", "limitTooLarge"],
    ];
    for (const [over, field, reason] of cases)
      await expect(found(over), reason).rejects.toEqual(wrong(field, reason));
    await expect(found(voucher({ expiresOn: "2020-01-01" }))).rejects.toEqual(refusedAs("voucherExpired"));
  });

  it("opens the commons, and an issuer's account where it is issued", async () => {
    const { id } = await foundTestCurrency(mill.second, mill.organizationId, voucher());
    expect(await accountsOf(node.shell, { kind: "commons" }, id)).toHaveLength(1);
    const issuer = { kind: "issuer" as const, organizationId: mill.organizationId };
    expect(await accountsOf(node.shell, issuer, id)).toMatchObject([{ minimum: null, maximum: 0n }]);
  });
});

describe("a currency's rules", () => {
  it("change with a reason, and are kept as they were", async () => {
    const currency = await foundTestCurrency(mill.second, mill.organizationId);
    const change = {
      ...(await termsOf(currency)),
      currencyId: currency.id,
      approvalAbove: 700n,
      because: "Agreed",
    };
    await expect(changeCurrency(bakery.second.ctx, change)).rejects.toEqual(refusedAs("noMandateForThis"));
    await expect(changeCurrency(mill.second.ctx, { ...change, because: "" })).rejects.toEqual(
      wrong("because", "textIsEmpty"),
    );
    await changeCurrency(mill.second.ctx, change);
    expect((await findCurrency(node.shell, currency.slug))?.approvalAbove).toBe(700n);
    const { rows } = await test.pool.query(
      "select number, was, became from currency_changes where currency_id = $1",
      [currency.id],
    );
    expect(rows).toMatchObject([
      { number: 1, was: { approvalAbove: null }, became: { approvalAbove: "700" } },
    ]);
    await expect(test.pool.query("update currency_changes set because = 'x'")).rejects.toThrow(
      "never rewritten",
    );
  });

  it("let a voucher last longer, never shorter", async () => {
    const currency = await foundTestCurrency(mill.second, mill.organizationId, voucher());
    const terms = { ...(await termsOf(currency)), currencyId: currency.id, because: "The harvest is late" };
    await expect(changeCurrency(mill.second.ctx, { ...terms, expiresOn: day(29) })).rejects.toEqual(
      refusedAs("expiryOnlyLater"),
    );
    await changeCurrency(mill.second.ctx, { ...terms, expiresOn: day(60) });
  });

  it("end when nothing is left, or with what was agreed about the rest", async () => {
    const currency = await foundTestCurrency(mill.second, mill.organizationId);
    const from = await accountOf(bakery, currency);
    const to = await accountOf(mill, currency);
    const payment = { requestKey: newId(), from: from.id, to: to.number, amount: 10n, text: "Bran" };
    await pay(bakery.treasurer.ctx, payment);
    const close = { currencyId: currency.id, plan: null };
    await expect(closeCurrency(mill.second.ctx, close)).rejects.toEqual(refusedAs("balancesLeft"));
    await closeCurrency(mill.second.ctx, {
      ...close,
      plan: inOneLanguage("en", "Each debt is paid in bread"),
    });
    await expect(pay(bakery.treasurer.ctx, { ...payment, requestKey: newId() })).rejects.toEqual(
      refusedAs("currencyClosed"),
    );
    await expect(accountOf(bakery, currency)).rejects.toEqual(refusedAs("currencyClosed"));
    await expect(closeCurrency(mill.second.ctx, close)).rejects.toEqual(refusedAs("currencyClosed"));
  });
});

describe("issuing", () => {
  it("puts vouchers out as the issuer's debt; they come back as a redemption", async () => {
    const currency = await foundTestCurrency(
      mill.second,
      mill.organizationId,
      voucher({ onExpiry: "redeem" }),
    );
    const holder = await accountOf(bakery, currency);
    const wish = {
      requestKey: newId(),
      currencyId: currency.id,
      toAccount: holder.number,
      amount: 40n,
      text: "Sold",
    };
    await expect(issue(mill.second.ctx, wish)).rejects.toEqual(refusedAs("noMandateForThis"));
    expect(await issue(mill.treasurer.ctx, wish)).toBe(await issue(mill.treasurer.ctx, wish));
    const [issuer] = await accountsOf(
      node.shell,
      { kind: "issuer", organizationId: mill.organizationId },
      currency.id,
    );
    if (!issuer) throw new Error("an issuer was opened");
    expect(await posted(issuer)).toBe(-40n);
    await pay(bakery.treasurer.ctx, {
      requestKey: newId(),
      from: holder.id,
      to: issuer.number,
      amount: 15n,
      text: "15 loaves",
    });
    expect([await posted(issuer), await posted(holder)]).toEqual([-25n, 25n]);
    const { rows } = await test.pool.query(
      "select kind from ledger_entries order by made_in desc, id desc limit 1",
    );
    expect(rows).toEqual([{ kind: "redemption" }]);
  });

  it("is not for mutual credit", async () => {
    const currency = await foundTestCurrency(mill.second, mill.organizationId);
    const to = await accountOf(bakery, currency);
    await expect(
      issue(mill.treasurer.ctx, {
        requestKey: newId(),
        currencyId: currency.id,
        toAccount: to.number,
        amount: 1n,
        text: "x",
      }),
    ).rejects.toEqual(refusedAs("currencyIsNotIssued"));
  });

  it("of a mirror goes as far as its stated reserve", async () => {
    const currency = await foundTestCurrency(mill.second, mill.organizationId, mirror);
    const to = await accountOf(bakery, currency);
    const wish = (amount: bigint) => ({
      requestKey: newId(),
      currencyId: currency.id,
      toAccount: to.number,
      amount,
      text: "Changed at the counter",
    });
    const by = mill.treasurer.ctx;
    await expect(issue(by, wish(1n))).rejects.toEqual(refusedAs("reserveNotStated"));
    const statement = {
      requestKey: newId(),
      currencyId: currency.id,
      amount: 1_000n,
      asOf: day(0),
      evidence: "Statement 11",
    };
    await expect(stateReserve(by, { ...statement, asOf: day(1) })).rejects.toEqual(
      refusedAs("statementOfTheFuture"),
    );
    await stateReserve(by, statement);
    await stateReserve(by, statement);
    const both = await Promise.allSettled([issue(by, wish(600n)), issue(by, wish(600n))]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(issue(by, wish(401n))).rejects.toEqual(refusedAs("reserveTooSmall"));
    await issue(by, wish(400n));
  });
});

describe("after its day, a voucher", () => {
  it("is taken back as it was said, once, and what was held for a payment later", async () => {
    const currency = await foundTestCurrency(
      mill.second,
      mill.organizationId,
      voucher({ approvalAbove: 20n }),
    );
    const holder = await accountOf(bakery, currency);
    const third = await accountOf(await payer(node, "Third"), currency);
    const wish = {
      requestKey: newId(),
      currencyId: currency.id,
      toAccount: holder.number,
      amount: 100n,
      text: "Sold",
    };
    await issue(mill.treasurer.ctx, wish);
    const payment = { requestKey: newId(), from: holder.id, to: third.number, amount: 30n, text: "Swapped" };
    await pay(later(bakery.treasurer.ctx, 29), payment);
    const after = later(node.shell, 31);
    await expect(
      pay(later(bakery.treasurer.ctx, 31), { ...payment, requestKey: newId(), amount: 1n }),
    ).rejects.toEqual(refusedAs("voucherExpired"));
    expect(await expireVouchers(later(node.shell, 30))).toBe(0);
    expect(await expireVouchers(after)).toBe(1);
    expect(await expireVouchers(after)).toBe(0);
    expect(await posted(holder)).toBe(30n);
  });
});

describe("demurrage", () => {
  it("is collected into the commons, and a second run the same night takes nothing", async () => {
    const currency = await foundTestCurrency(mill.second, mill.organizationId, { demurragePpm: 100_000 });
    const from = await accountOf(bakery, currency);
    const to = await accountOf(mill, currency);
    await pay(bakery.treasurer.ctx, {
      requestKey: newId(),
      from: from.id,
      to: to.number,
      amount: 100_000n,
      text: "Flour",
    });
    const year = later(node.shell, 365.25);
    for (const night of [later(node.shell, 100), later(node.shell, 200), later(node.shell, 300), year]) {
      await collectDemurrage(night);
      expect((await collectDemurrage(night)).get(currency.id)).toBe(0n);
    }
    const [commons] = await accountsOf(node.shell, { kind: "commons" }, currency.id);
    if (!commons) throw new Error("the commons was opened");
    // A tenth of 1,000.00 after a year, whether it was taken once or in four parts; the debt beside it is not touched.
    expect([await posted(to), await posted(commons), await posted(from)]).toEqual([
      90_000n,
      10_000n,
      -100_000n,
    ]);
  });

  it("counts from the day on which it was introduced, at each rate for its time", async () => {
    const currency = await foundTestCurrency(mill.second, mill.organizationId);
    const from = await accountOf(bakery, currency);
    const to = await accountOf(mill, currency);
    await pay(bakery.treasurer.ctx, {
      requestKey: newId(),
      from: from.id,
      to: to.number,
      amount: 100_000n,
      text: "Flour",
    });
    const change = { ...(await termsOf(currency)), currencyId: currency.id, because: "So that it moves" };
    await changeCurrency(later(mill.second.ctx, 1_000), { ...change, demurragePpm: 100_000 });
    await changeCurrency(later(mill.second.ctx, 1_365.25), { ...change, demurragePpm: 500_000 });
    expect(await posted(to)).toBe(90_000n);
    await collectDemurrage(later(node.shell, 1_365.25 + 365.25));
    expect(await posted(to)).toBe(45_000n);
  });
});
