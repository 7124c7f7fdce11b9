// Solidarity funds and their appeals: founded, pledged to, settled at the deadline, spent from, accounted for.
// Invariant: at its deadline all pledges of an appeal post or all are released, in one transaction, once.
import { findCommitment, reportOnCommitment } from "#commitments";
import { authorise, type OrganizationId, slugFor } from "#confederation";
import {
  type AccountId,
  actOfTwo,
  type HoldId,
  type Performed,
  performAct,
  placeHolds,
  postHold,
  voidHold,
} from "#ledger";
import { type Ctx, transact } from "#platform/context";
import { hold } from "#platform/rules";
import { appendAct } from "#platform/log/append";
import { type Multilingual, textIn } from "#platform/multilingual";
import { parse } from "#platform/validation";
import {
  appealClosesLater,
  appealSpends,
  appealTakesPledges,
  appealTakesReports,
  commitmentIsTheirs,
  deadlineIsOver,
  nothingIsLeft,
  nothingWasSpent,
  outcomeOf,
  reportsGoToACommitment,
} from "./appeals.rules.ts";
import { today } from "./days.rules.ts";
import {
  type AppealReportInput,
  appealReportInput,
  type CallOffInput,
  callOffInput,
  type FoundFundInput,
  foundFundInput,
  type OpenAppealInput,
  openAppealInput,
  type PledgeIdInput,
  pledgeIdInput,
  type PledgeInput,
  pledgeInput,
  type SpendInput,
  spendInput,
} from "./funds.schema.ts";
import {
  type AppealRow,
  countSpendings,
  findAppealByRequest,
  findFundByRequest,
  findPledge,
  findPledgeByRequest,
  fundSlugs,
  insertAppeal,
  insertAppealReport,
  insertFund,
  insertPledge,
  insertSpending,
  listDueAppeals,
  listPledges,
  lockAppeal,
  nextAppealNumber,
  type PledgeRow,
  readFund,
  setAppealState,
  setPledge,
  wasReported,
  wasSpent,
} from "./funds.store.ts";
import { appeal as appealMachine, type AppealState, pledge as pledgeMachine } from "./machines.rules.ts";
import { accountByNumber, actFor, findPartyAccounts, partyAccount } from "./parties.policy.ts";
import { sharesAfterLoss } from "./pots.rules.ts";
import { openPurse, pay, payWithSecond } from "./purses.ts";
import { sumOf } from "./shares.rules.ts";
import { calendar, keepStep, takeStep } from "./steps.store.ts";
import type { AppealId, By } from "./types.ts";

export const fundPath = (slug: string) => `/economy/funds/${slug}`;
export const appealPath = (number: number) => `/economy/appeals/${number}`;

/** Founds a fund of an organisation; needs `financing.manage_fund` there. Gives its slug. */
export async function foundFund(ctx: Ctx, input: FoundFundInput): Promise<string> {
  const wanted = parse(foundFundInput, input);
  return transact(ctx, async (tx) => {
    const by = await authorise(tx, "financing.manage_fund", wanted.organizationId);
    const earlier = await findFundByRequest(tx, wanted.requestKey);
    if (earlier) return earlier;
    const slug = slugFor(textIn(wanted.name, wanted.name.source).text, await fundSlugs(tx), "fund");
    const id = await insertFund(tx, slug, wanted);
    await appendAct(tx, {
      type: "financing.fund.founded",
      subject: fundPath(slug),
      mandateId: by.mandateId,
      record: {
        fund: id,
        organization: wanted.organizationId,
        currency: wanted.currencyId,
        name: wanted.name,
        purpose: wanted.purpose,
        rules: wanted.rules,
      },
    });
    return slug;
  });
}

const asManager = async (tx: Ctx, fundId: string) => {
  const fund = await readFund(tx, fundId);
  const authority = await authorise(tx, "financing.manage_fund", fund.organization_id as OrganizationId);
  return { fund, by: authority satisfies By };
};

/** Opens an appeal of a fund; gives its number. */
export async function openAppeal(ctx: Ctx, input: OpenAppealInput): Promise<number> {
  const wanted = parse(openAppealInput, input);
  return transact(ctx, async (tx) => {
    const { fund, by } = await asManager(tx, wanted.fundId);
    const earlier = await findAppealByRequest(tx, wanted.requestKey);
    if (earlier !== undefined) return earlier;
    const day = today(tx.now);
    hold(appealClosesLater(wanted.closesOn, day), "invalid");
    if (wanted.commitment !== null) {
      const found = await findCommitment(tx.db, wanted.commitment, day);
      hold(commitmentIsTheirs(found?.responsibleId, fund.organization_id), "invalid");
    }
    const id = tx.newId() as AppealId;
    const number = await nextAppealNumber(tx);
    const name = textIn(wanted.title, wanted.title.source).text;
    const accountId = await openPurse(tx, { currencyId: fund.currency_id, fundId: id, name }, by);
    await insertAppeal(tx, { id, number, accountId, wanted });
    await keepStep(tx, { machine: appealMachine, about: id, from: null, to: "open" }, by);
    await appendAct(tx, {
      type: "financing.appeal.opened",
      subject: appealPath(number),
      mandateId: by.mandateId,
      record: {
        appeal: id,
        number,
        fund: fund.slug,
        title: wanted.title,
        goal: String(wanted.goal),
        rule: wanted.rule,
        closesOn: wanted.closesOn,
        commitment: wanted.commitment,
      },
    });
    return number;
  });
}

/** What entries and holds say of an appeal: its title as it was written. */
const said = (appeal: AppealRow) => ({
  text: textIn(appeal.title, appeal.title.source).text,
  about: appealPath(appeal.number),
});

/** Promises an amount (held until the deadline), or gives it at once where the appeal takes it as it comes. */
export async function pledgeToAppeal(ctx: Ctx, input: PledgeInput): Promise<string> {
  const wanted = parse(pledgeInput, input);
  return transact(ctx, async (tx) => {
    const appeal = await lockAppeal(tx, wanted.number);
    const account = await partyAccount(tx, wanted.accountId);
    const by = await actFor(tx, account.party, "ledger.transfer");
    const earlier = await findPledgeByRequest(tx, wanted.requestKey);
    if (earlier) return earlier;
    hold(appealTakesPledges(appeal.state, appeal.closes_on, today(tx.now)));
    const { accountId: from, amount, named, requestKey } = wanted;
    const pledge = { appealId: appeal.id, requestKey, accountId: from, amount, named };
    if (appeal.rule === "as_it_comes") {
      const entryId = await pay(
        tx,
        { kind: "pledge", from, to: appeal.account_id, amount, ...said(appeal) },
        by,
      );
      return begin(tx, await insertPledge(tx, { ...pledge, holdId: null, entryId }, by), "given", by);
    }
    const wished = { from: from as AccountId, to: appeal.account_id as AccountId, amount, lapsesAt: null };
    const [holdId = ""] = await placeHolds(tx, [{ ...wished, ...said(appeal) }], by);
    return begin(tx, await insertPledge(tx, { ...pledge, holdId, entryId: null }, by), "held", by);
  });
}

async function begin(tx: Ctx, id: string, to: "held" | "given", by: By): Promise<string> {
  await keepStep(tx, { machine: pledgeMachine, about: id, from: null, to }, by);
  return id;
}

/** Takes a pledge back before the deadline. */
export async function withdrawPledge(ctx: Ctx, input: PledgeIdInput): Promise<void> {
  const { number, pledgeId } = parse(pledgeIdInput, input);
  await transact(ctx, async (tx) => {
    const appeal = await lockAppeal(tx, number);
    const pledge = await findPledge(tx, appeal.id, pledgeId);
    const { party } = await partyAccount(tx, pledge.account_id);
    const by = await actFor(tx, party, "ledger.transfer");
    const step = {
      machine: pledgeMachine,
      about: pledgeId,
      from: pledge.state,
      to: "withdrawn",
      side: "pledger",
    } as const;
    await takeStep(tx, step, by);
    hold(appealTakesPledges(appeal.state, appeal.closes_on, today(tx.now)));
    await voidHold(tx, pledge.hold_id as HoldId, by);
    await setPledge(tx, pledgeId, { state: "withdrawn" });
  });
}

async function release(tx: Ctx, held: readonly PledgeRow[], by: By): Promise<void> {
  for (const { id, hold_id } of held) {
    const step = {
      machine: pledgeMachine,
      about: id,
      from: "held",
      to: "released",
      side: "calendar",
    } as const;
    await takeStep(tx, step, by);
    await voidHold(tx, hold_id as HoldId, by);
    await setPledge(tx, id, { state: "released" });
  }
}

async function collect(tx: Ctx, held: readonly PledgeRow[]): Promise<void> {
  for (const { id, hold_id } of held) {
    const step = { machine: pledgeMachine, about: id, from: "held", to: "given", side: "calendar" } as const;
    await takeStep(tx, step, calendar);
    const entryId = await postHold(tx, hold_id as HoldId, {}, calendar);
    await setPledge(tx, id, { state: "given", entry_id: entryId });
  }
}

async function moveAppeal(
  tx: Ctx,
  appeal: AppealRow,
  to: AppealState,
  { side, by, reason = null }: { side: "calendar" | "manager"; by: By; reason?: Multilingual | null },
): Promise<void> {
  const step = { machine: appealMachine, about: appeal.id, from: appeal.state, to, side };
  await takeStep(tx, { ...step, reason: reason && textIn(reason, reason.source).text }, by);
  await setAppealState(tx, appeal, to);
  await appendAct(tx, {
    type: `financing.appeal.${to}`,
    subject: appealPath(appeal.number),
    mandateId: by.mandateId,
    record: { appeal: appeal.id, number: appeal.number, from: appeal.state, to, reason },
  });
}

/** At the deadline: all pledges post, or all are released. False where there is nothing to settle any more. */
export async function settleAppeal(ctx: Ctx, number: number): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const appeal = await lockAppeal(tx, number);
    if (appeal.state !== "open" || !deadlineIsOver(appeal.closes_on, today(tx.now))) return false;
    const held = await listPledges(tx, appeal.id, "held");
    const given = await listPledges(tx, appeal.id, "given");
    const pledged = sumOf([...held, ...given].map(({ amount }) => amount));
    const to = outcomeOf(appeal.rule, pledged, appeal.goal);
    if (to === "succeeded") await collect(tx, held);
    else await release(tx, held, calendar);
    await moveAppeal(tx, appeal, to, { side: "calendar", by: calendar });
    return true;
  });
}

/** Settles every appeal whose deadline is over; gives how many. */
export async function settleDueAppeals(ctx: Ctx): Promise<number> {
  let settled = 0;
  for (const number of await listDueAppeals(ctx, today(ctx.now)))
    if (await settleAppeal(ctx, number)) settled += 1;
  return settled;
}

async function refund(
  tx: Ctx,
  appeal: AppealRow,
  pledge: PledgeRow,
  by: By,
  amount = pledge.amount,
): Promise<void> {
  const step = {
    machine: pledgeMachine,
    about: pledge.id,
    from: pledge.state,
    to: "refunded",
    side: "manager",
  } as const;
  await takeStep(tx, step, by);
  const payment = { from: appeal.account_id, to: pledge.account_id, amount, ...said(appeal) };
  const entryId = await pay(tx, { kind: "payout", ...payment }, by);
  await setPledge(tx, pledge.id, { state: "refunded", refund_entry_id: entryId });
}

/** Gives one gift back, as far as the appeal still has it. */
export async function refundPledge(ctx: Ctx, input: PledgeIdInput): Promise<void> {
  const { number, pledgeId } = parse(pledgeIdInput, input);
  await transact(ctx, async (tx) => {
    const appeal = await lockAppeal(tx, number);
    const { by } = await asManager(tx, appeal.fund_id);
    await refund(tx, appeal, await findPledge(tx, appeal.id, pledgeId), by);
  });
}

/** Calls an open appeal off, with a reason: what is held is released, and what was given goes back. */
export async function callOffAppeal(ctx: Ctx, input: CallOffInput): Promise<void> {
  const { number, reason } = parse(callOffInput, input);
  await transact(ctx, async (tx) => {
    const appeal = await lockAppeal(tx, number);
    const { by } = await asManager(tx, appeal.fund_id);
    await moveAppeal(tx, appeal, "called_off", { side: "manager", by, reason: reason as Multilingual });
    hold(nothingWasSpent(await countSpendings(tx, appeal.id)));
    await release(tx, await listPledges(tx, appeal.id, "held"), by);
    // Less than was given is there where the currency loses with time: all bear that in proportion.
    const given = await listPledges(tx, appeal.id, "given");
    const account = (await findPartyAccounts(tx, [appeal.account_id])).get(appeal.account_id);
    const parts = sharesAfterLoss(
      account?.posted ?? 0n,
      given.map(({ amount }) => amount),
    );
    for (const [at, pledge] of given.entries())
      if ((parts[at] ?? 0n) > 0n) await refund(tx, appeal, pledge, by, parts[at]);
  });
}

/**
 * Pays from what was given; what for is public, and to whom where an organisation is paid. Above the amount of the currency a
 * second person of the fund's organisation approves it; it is public from then on.
 */
export const spendFromAppeal = (ctx: Ctx, input: SpendInput): Promise<Performed> =>
  performAct(ctx, spending, input);

const spending = actOfTwo({
  name: "financing.appeal.spend",
  schema: spendInput,
  async run(tx, { number, to, amount, purpose, requestKey }, ask) {
    const appeal = await lockAppeal(tx, number);
    const { fund, by } = await asManager(tx, appeal.fund_id);
    if (await wasSpent(tx, requestKey)) return;
    hold(appealSpends(appeal.rule, appeal.state));
    const payee = await accountByNumber(tx, to, fund.currency_id, "to");
    const payment = { from: appeal.account_id, to: payee.id, amount, ...said(appeal) };
    const organizationId = fund.organization_id as OrganizationId;
    const payer = { organizationId, capability: "financing.manage_fund" } as const;
    const entryId = await payWithSecond(tx, ask, { kind: "payout", ...payment }, payer, by);
    const kept = { appealId: appeal.id, requestKey, accountId: payee.id, amount, entryId };
    await insertSpending(tx, { ...kept, purpose: purpose as Multilingual }, by);
    await appendAct(tx, {
      type: "financing.appeal.spent",
      subject: appealPath(number),
      mandateId: by.mandateId,
      record: { appeal: appeal.id, number, amount: String(amount), purpose },
    });
  },
});

/** Says what was done with the money; the closing report once nothing is left. On the appeal's commitment too, if wished. */
export async function reportOnAppeal(ctx: Ctx, input: AppealReportInput): Promise<void> {
  const { number, body, closes, onCommitment, requestKey } = parse(appealReportInput, input);
  await transact(ctx, async (tx) => {
    const appeal = await lockAppeal(tx, number);
    const { by } = await asManager(tx, appeal.fund_id);
    if (await wasReported(tx, requestKey)) return;
    hold(appealTakesReports(appeal.rule, appeal.state));
    hold(reportsGoToACommitment(onCommitment, appeal.commitment_number), "invalid");
    const report = { appealId: appeal.id, requestKey, body: body as Multilingual, closes };
    await insertAppealReport(tx, report, by);
    await appendAct(tx, {
      type: "financing.appeal.reported",
      subject: appealPath(number),
      mandateId: by.mandateId,
      record: { appeal: appeal.id, number, body, closes },
    });
    if (onCommitment && appeal.commitment_number !== null)
      await reportOnCommitment(tx, { requestKey, number: appeal.commitment_number, body });
    if (!closes) return;
    const account = (await findPartyAccounts(tx, [appeal.account_id])).get(appeal.account_id);
    hold(nothingIsLeft(account?.posted ?? 0n));
    await moveAppeal(tx, appeal, "accounted", { side: "manager", by });
  });
}
