// What the demonstration's cooperatives owe each other, one round of clearing that was settled and one that is open: each act by the
// treasurer or the commission that would do it, on its own day.
import {
  acknowledgeObligation,
  allowName,
  callRound,
  confirmPayment,
  contestObligation,
  enterObligation,
  findRound,
  freezeDueRounds,
  joinRound,
  keepAnalyses,
  type ObligationId,
  settleRound,
  solveFrozenRounds,
  withdrawObligation,
} from "#clearing";
import type { Ctx } from "#platform/context";
import type { Demo } from "./data.ts";
import type { DemoObligation, DemoObligations, DemoRound } from "./obligations-data.ts";
import type { Cast } from "./people.ts";

const DAY_MS = 86_400_000;

type Entered = DemoObligation & { readonly id: ObligationId };
type Telling = {
  readonly data: DemoObligations;
  readonly cast: Cast;
  readonly daysAgo: (days: number) => Date;
};

export async function loadObligations(shell: Ctx, demo: Demo, cast: Cast): Promise<void> {
  const daysAgo = (days: number) => new Date(+shell.now - days * DAY_MS);
  const telling: Telling = { data: demo.obligations, cast, daysAgo };
  const entered: Entered[] = [];
  for (const one of telling.data.obligations) entered.push({ ...one, id: await enter(telling, one) });
  for (const [index, round] of telling.data.rounds.entries())
    await hold(
      shell,
      telling,
      round,
      entered.filter((one) => one.round === index + 1),
    );
  for (const organization of telling.data.named)
    await allowName(keeper(telling, organization, 10), {
      organizationId: cast.organization(organization),
      allowed: true,
    });
  await keepAnalyses({ ...shell, now: daysAgo(2) });
}

function keeper({ data, cast, daysAgo }: Telling, organization: string, days: number): Ctx {
  return cast.acting(data.keepers[organization] ?? "", daysAgo(days));
}

async function enter(telling: Telling, one: DemoObligation): Promise<ObligationId> {
  const { cast, daysAgo, data } = telling;
  const side = one.by ?? "debtor";
  const [own, other] = side === "debtor" ? [one.debtor, one.creditor] : [one.creditor, one.debtor];
  const day = (days: number) => daysAgo(days).toISOString().slice(0, 10);
  const ctx = keeper(telling, own, one.days_ago);
  const id = await enterObligation(ctx, {
    requestKey: ctx.newId(),
    organizationId: cast.organization(own),
    counterpartyId: cast.organization(other),
    side,
    denomination: { currencyId: null, officialCode: data.currency },
    amount: BigInt(one.amount),
    sinceOn: day(one.days_ago),
    dueOn: day(one.days_ago - one.due_in),
    text: one.text,
  });
  await answer(telling, one, id, other);
  return id;
}

async function answer(telling: Telling, one: DemoObligation, id: ObligationId, other: string): Promise<void> {
  const answering = keeper(telling, other, one.days_ago - 1);
  if (one.state === "recorded") return;
  if (one.state === "withdrawn")
    return withdrawObligation(keeper(telling, one.creditor, one.days_ago - 2), id);
  if (one.state === "contested")
    return contestObligation(answering, { obligationId: id, reason: one.reason ?? "" });
  await acknowledgeObligation(answering, id);
  if (!one.paid) return;
  const creditor = keeper(telling, one.creditor, one.paid.days_ago);
  await confirmPayment(creditor, {
    requestKey: creditor.newId(),
    obligationId: id,
    amount: BigInt(one.paid.amount),
    text: one.paid.text,
  });
}

async function hold(
  shell: Ctx,
  telling: Telling,
  round: DemoRound,
  brought: readonly Entered[],
): Promise<void> {
  const { cast, daysAgo, data } = telling;
  const commission = (days: number) => cast.acting(round.by, daysAgo(days));
  const calling = commission(round.called_days_ago);
  const number = await callRound(calling, {
    requestKey: calling.newId(),
    commissionId: cast.organization(round.organization),
    currencyId: null,
    officialCode: data.currency,
    title: round.title,
    deadlineAt: daysAgo(round.deadline_days_ago),
    lookHours: round.look_hours,
  });
  for (const organization of round.joins)
    await joinRound(keeper(telling, organization, round.called_days_ago - 1), {
      number,
      organizationId: cast.organization(organization),
      obligationIds: brought
        .filter(({ debtor, creditor }) => debtor === organization || creditor === organization)
        .map(({ id }) => id),
    });
  if (round.settled_days_ago === null) return;
  const deadline = { ...shell, now: daysAgo(round.deadline_days_ago) };
  await freezeDueRounds(deadline);
  await solveFrozenRounds(deadline);
  const solved = await findRound(shell.db, number);
  await settleRound(commission(round.settled_days_ago), { number, attempt: solved?.attempt ?? 1 });
}
