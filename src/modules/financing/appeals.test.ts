import { beforeAll, describe, expect, it } from "vitest";
import { acceptCommitment, findCommitment, recordCommitment } from "#commitments";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { listActs } from "#platform/log/views";
import { useDatabase } from "../../../test/support/database.ts";
import { decide } from "../../../test/support/decided.ts";
import { type Economy, foundEconomy, onDay, type Saver } from "../../../test/support/financing.ts";
import { testAccount } from "../../../test/support/ledger.ts";
import { personWithOffice } from "../../../test/support/node.ts";
import { appealClosesLater, outcomeOf } from "./appeals.rules.ts";
import {
  callOffAppeal,
  foundFund,
  openAppeal,
  pledgeToAppeal,
  refundPledge,
  reportOnAppeal,
  settleDueAppeals,
  spendFromAppeal,
  withdrawPledge,
} from "./appeals.service.ts";
import { daysAfter, today } from "./days.rules.ts";
import type { OpenAppealInput } from "./funds.schema.ts";
import { findAppeal, findFund, listAppeals, listFunds } from "./funds.views.ts";
import type { FundId } from "./types.ts";

const refusedAs = (reason: string) => expect.objectContaining({ reason });
const english = (text: string) => inOneLanguage("en", text);

describe("an appeal of a solidarity fund", () => {
  const test = useDatabase();
  let economy: Economy;
  let manager: Saver;
  let givers: Saver[];
  let fundId: FundId;
  const start = today(new Date());
  const closesOn = daysAfter(start, 30);
  const after = daysAfter(closesOn, 1);

  beforeAll(async () => {
    economy = await foundEconomy(test.db);
    manager = await economy.saver("Fund keepers");
    givers = [await economy.saver("Mill"), await economy.saver("School")];
    const slug = await foundFund(manager.spokesperson.ctx, {
      requestKey: newId(),
      organizationId: manager.organizationId,
      currencyId: economy.currency.id,
      name: english("Seeds and roofs"),
      purpose: english("For those whom a flood left without either"),
      rules: english("Two reports a year"),
    });
    fundId = (await findFund(economy.node.shell, slug))!.id;
  });

  const open = (more: Partial<OpenAppealInput> = {}) =>
    openAppeal(manager.spokesperson.ctx, {
      requestKey: newId(),
      fundId,
      title: english("A roof for the school"),
      body: english("Sixty sheets of zinc"),
      goal: 50_000n,
      rule: "all_or_nothing",
      closesOn,
      ...more,
    });
  const give = (number: number, amount: bigint, at = 0, more: object = {}) =>
    pledgeToAppeal(givers[at]!.treasurer.ctx, {
      requestKey: newId(),
      number,
      accountId: givers[at]!.account.id,
      amount,
      ...more,
    });
  const see = async (number: number, ctx = economy.node.shell) => (await findAppeal(ctx, number))!;
  const settle = (day: string) => settleDueAppeals(onDay(economy.node.shell, day));
  const balances = () => Promise.all(givers.map(({ account }) => economy.posted(account)));
  const spend = (number: number, amount: bigint, requestKey = newId()) =>
    spendFromAppeal(manager.spokesperson.ctx, {
      requestKey,
      number,
      to: manager.account.number,
      amount,
      purpose: english("Zinc"),
    });
  const report = (number: number, more: object = {}) =>
    reportOnAppeal(manager.spokesperson.ctx, {
      requestKey: newId(),
      number,
      body: english("The roof is on"),
      ...more,
    });

  it("takes all that was pledged once the goal is reached, at the deadline and once", async () => {
    const before = await balances();
    const number = await open();
    await give(number, 30_000n, 0, { named: true });
    await give(number, 20_000n, 1);
    expect(await balances()).toEqual(before);
    expect(await settle(closesOn)).toBe(0);
    await expect(spend(number, 1n)).rejects.toEqual(refusedAs("appealHasNothingToSpend"));
    expect((await Promise.all([settle(after), settle(after)])).toSorted()).toEqual([0, 1]);
    expect(await balances()).toEqual([before[0]! - 30_000n, before[1]! - 20_000n]);
    const requestKey = newId();
    await spend(number, 48_000n, requestKey);
    await spend(number, 48_000n, requestKey);
    await expect(spend(number, 2_001n)).rejects.toEqual(refusedAs("belowMinimum"));
    await expect(report(number, { closes: true })).rejects.toEqual(refusedAs("appealMoneyLeft"));
    expect((await see(number)).reports).toHaveLength(0);
    await spend(number, 2_000n);
    await report(number, { closes: true });
    expect(await see(number)).toMatchObject({
      state: "accounted",
      left: 0n,
      spent: 50_000n,
      pledged: 50_000n,
    });
    await expect(report(number)).rejects.toEqual(refusedAs("appealTakesNoReports"));
    const { acts } = await listActs(test.db, { subject: `/economy/appeals/${number}` }, 20);
    expect(acts.map(({ type }) => type.split(".")[2]).toSorted()).toEqual([
      "accounted",
      "opened",
      "reported",
      "spent",
      "spent",
      "succeeded",
    ]);
  });

  it("gives everything back when the goal is missed by a unit", async () => {
    const before = await balances();
    const number = await open();
    await give(number, 49_999n);
    await settle(after);
    expect(await see(number)).toMatchObject({ state: "failed", pledged: 0n, left: 0n });
    expect(await balances()).toEqual(before);
    expect((await see(number, givers[0]!.treasurer.ctx)).own).toMatchObject([{ state: "released" }]);
  });

  it("names those who pledged only where they said so, and shows each their own", async () => {
    const number = await open();
    const neighbour = await economy.person("A neighbour");
    await give(number, 100n, 0, { named: true });
    await give(number, 200n, 1);
    await pledgeToAppeal(neighbour.ctx, {
      requestKey: newId(),
      number,
      accountId: neighbour.account.id,
      amount: 300n,
    });
    const seen = await see(number, { ...economy.node.shell, actor: { kind: "visitor" } });
    expect(seen.namedPledges).toMatchObject([{ name: { texts: { en: "Mill" } }, amount: 100n }]);
    expect([seen.pledged, seen.pledges, seen.own]).toEqual([600n, 3, []]);
    expect((await see(number, neighbour.ctx)).own).toMatchObject([{ amount: 300n, state: "held" }]);
    expect((await see(number, givers[1]!.treasurer.ctx)).own).toMatchObject([{ amount: 200n }]);
  });

  it("lets a pledge be taken back until the deadline, by whoever made it", async () => {
    const number = await open();
    const pledgeId = await give(number, 100n);
    await expect(withdrawPledge(givers[1]!.treasurer.ctx, { number, pledgeId })).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    await expect(
      withdrawPledge(onDay(givers[0]!.treasurer.ctx, after), { number, pledgeId }),
    ).rejects.toEqual(refusedAs("appealIsOver"));
    await withdrawPledge(givers[0]!.treasurer.ctx, { number, pledgeId });
    await expect(withdrawPledge(givers[0]!.treasurer.ctx, { number, pledgeId })).rejects.toEqual(
      refusedAs("financingStepUnknown"),
    );
    expect(await see(number)).toMatchObject({ pledged: 0n, pledges: 0 });
    await expect(
      pledgeToAppeal(onDay(givers[0]!.treasurer.ctx, after), {
        requestKey: newId(),
        number,
        accountId: givers[0]!.account.id,
        amount: 1n,
      }),
    ).rejects.toEqual(refusedAs("appealIsOver"));
  });

  it("takes gifts as they come, gives one back, and calls off only what was not spent", async () => {
    const before = await balances();
    const number = await open({ rule: "as_it_comes" });
    const pledgeId = await give(number, 700n);
    await give(number, 300n, 1);
    await expect(refundPledge(givers[0]!.treasurer.ctx, { number, pledgeId })).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    await refundPledge(manager.spokesperson.ctx, { number, pledgeId });
    await expect(refundPledge(manager.spokesperson.ctx, { number, pledgeId })).rejects.toEqual(
      refusedAs("financingStepUnknown"),
    );
    expect(await see(number)).toMatchObject({ left: 300n, pledged: 300n });
    await report(number);
    await callOffAppeal(manager.spokesperson.ctx, { number, reason: english("The municipality paid") });
    expect(await balances()).toEqual(before);
    expect(await see(number)).toMatchObject({
      state: "called_off",
      reason: "The municipality paid",
      left: 0n,
    });
    const other = await open({ rule: "as_it_comes" });
    await give(other, 10n);
    await spend(other, 4n);
    await expect(
      callOffAppeal(manager.spokesperson.ctx, { number: other, reason: english("Too late") }),
    ).rejects.toEqual(refusedAs("appealMoneySpent"));
    await settle(after);
    expect((await see(other)).state).toBe("succeeded");
  });

  it("reports on the commitment that it pays for, in the same act", async () => {
    const decided = await decide(economy.node);
    const { responsible, commission } = decided;
    const commitment = await recordCommitment(commission.ctx, {
      requestKey: newId(),
      decisionPointId: decided.points[0]!.id,
      commissionId: economy.node.organizationId,
      responsibleId: responsible.organizationId,
      title: english("A library"),
      region: "005",
      dueOn: "2031-05-01",
    });
    await expect(open({ commitment })).rejects.toEqual(refusedAs("commitmentOfAnother"));
    const slug = await foundFund(responsible.ctx, {
      requestKey: newId(),
      organizationId: responsible.organizationId,
      currencyId: economy.currency.id,
      name: english("Books"),
      purpose: english("Books for all"),
      rules: english("None yet"),
    });
    const fund = (await findFund(economy.node.shell, slug))!;
    const number = await openAppeal(responsible.ctx, {
      requestKey: newId(),
      fundId: fund.id,
      title: english("Shelves"),
      body: english("Ten of them"),
      goal: 100n,
      rule: "as_it_comes",
      closesOn,
      commitment,
    });
    const say = (requestKey: string) =>
      reportOnAppeal(responsible.ctx, {
        requestKey,
        number,
        body: english("Five stand"),
        onCommitment: true,
      });
    await expect(say(newId())).rejects.toEqual(refusedAs("commitmentTakesNoReports"));
    expect((await see(number)).reports).toHaveLength(0);
    await acceptCommitment(responsible.ctx, commitment);
    const requestKey = newId();
    await say(requestKey);
    await say(requestKey);
    expect((await findCommitment(test.db, commitment, start))?.reports).toHaveLength(1);
    expect((await see(number)).reports).toHaveLength(1);
    const without = await open();
    await give(without, 50_000n);
    await settle(after);
    await expect(report(without, { onCommitment: true })).rejects.toEqual(refusedAs("appealHasNoCommitment"));
  });

  it("refuses what cannot be, by field, and whoever has no mandate", async () => {
    const number = await open();
    await expect(open({ closesOn: daysAfter(start, -1) })).rejects.toEqual(
      refusedAs("appealClosesInThePast"),
    );
    expect(appealClosesLater(daysAfter(start, 367), start)).toMatchObject({ reason: "appealTooLong" });
    expect(appealClosesLater(daysAfter(start, 366), start)).toEqual({ ok: true });
    await expect(give(number, 0n)).rejects.toMatchObject({ fields: [{ reason: "amountNotPositive" }] });
    await expect(give(number, 200_001n)).rejects.toEqual(refusedAs("belowMinimum"));
    await expect(give(9_999, 1n)).rejects.toEqual(refusedAs("appealUnknown"));
    const other = await testAccount(economy.node.shell, economy.currency.id);
    await expect(give(number, 1n, 0, { accountId: other.id })).rejects.toEqual(refusedAs("accountUnknown"));
    const treasurer = await personWithOffice(economy.node, manager.organizationId, "treasurer");
    await expect(
      openAppeal(treasurer.ctx, {
        requestKey: newId(),
        fundId,
        title: english("No"),
        body: english("No"),
        goal: 1n,
        rule: "as_it_comes",
        closesOn,
      }),
    ).rejects.toEqual(refusedAs("noMandateForThis"));
    expect(outcomeOf("as_it_comes", 0n, 5n)).toBe("failed");
    expect(outcomeOf("as_it_comes", 1n, 5n)).toBe("succeeded");
  });

  it("lists those that are open first", async () => {
    const entries = await listAppeals(economy.node.shell, { offset: 0, limit: 50 });
    const states = entries.map(({ state }) => state === "open");
    expect(states).toEqual(states.toSorted((one, other) => Number(other) - Number(one)));
    expect((await listFunds(economy.node.shell)).map(({ slug }) => slug)).toEqual([
      "books",
      "seeds-and-roofs",
    ]);
  });
});
