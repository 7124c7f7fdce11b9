// Organisations that owe each other something, a commission that calls rounds, and what tests do with them.
import { beforeAll } from "vitest";
import {
  acknowledgeObligation,
  callRound,
  type CallRoundInput,
  enterObligation,
  findRound,
  freezeDueRounds,
  joinRound,
  leaveRound,
  type ObligationId,
  settleRound,
  solveFrozenRounds,
  withdrawFromRound,
} from "#clearing";
import { createOrganization, type OrganizationId } from "#confederation";
import type { CurrencyId } from "#ledger";
import type { Ctx } from "../../src/platform/context.ts";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import { useDatabase } from "./database.ts";
import { foundTestNode, personWithOffice, type TestNode, type TestPerson } from "./node.ts";

export const english = (text: string) => inOneLanguage("en", text);
const HOUR_MS = 3_600_000;
const names = ["Mill", "Bakery", "Dairy", "School", "Clinic", "Garage"] as const;
export type Name = (typeof names)[number];

export type CountedIn = { readonly currencyId: CurrencyId | null; readonly officialCode: string | null };
export const dollars: CountedIn = { currencyId: null, officialCode: "USD" };

type There = {
  readonly node: TestNode;
  readonly commission: TestPerson;
  readonly own: ReadonlyMap<Name, { readonly id: OrganizationId; readonly treasurer: TestPerson }>;
};

async function found(db: Parameters<typeof foundTestNode>[0]): Promise<There> {
  const node = await foundTestNode(db);
  const commission = await personWithOffice(node, node.organizationId, "economic_commission");
  const own = new Map<Name, { id: OrganizationId; treasurer: TestPerson }>();
  for (const name of names) {
    const { id } = await createOrganization(node.operator, { name: english(name), kind: "cooperative" });
    own.set(name, { id, treasurer: await personWithOffice(node, id, "treasurer") });
  }
  return { node, commission, own };
}

/** For a test file: six cooperatives with their treasurers, and a commission, on a database of its own. */
export function useClearing() {
  const test = useDatabase();
  let current: There | undefined;
  beforeAll(async () => {
    current = await found(test.db);
  });
  const there = (): There => {
    if (!current) throw new Error("the organisations are there from beforeAll on");
    return current;
  };
  return {
    test,
    get node() {
      return there().node;
    },
    get commission() {
      return there().commission;
    },
    treasurerOf: (name: Name) => there().own.get(name)!.treasurer.personId,
    ...actingIn(there),
    ...roundsIn(there, test),
  };
}

/** Who acts, and when. */
function actingIn(there: () => There) {
  const idOf = (name: Name) => there().own.get(name)!.id;
  const as = (name: Name) => there().own.get(name)!.treasurer.ctx;
  const at = (ctx: Ctx, hours: number): Ctx => ({
    ...ctx,
    now: new Date(+there().node.shell.now + hours * HOUR_MS),
  });

  /** What the first owes the second, acknowledged. */
  async function owe(
    debtor: Name,
    creditor: Name,
    amount: bigint,
    currency: CountedIn = dollars,
  ): Promise<ObligationId> {
    const id = await enterObligation(as(debtor), {
      requestKey: newId(),
      organizationId: idOf(debtor),
      counterpartyId: idOf(creditor),
      side: "debtor",
      denomination: currency as never,
      amount,
      sinceOn: "2031-01-01",
      dueOn: null,
      text: "",
    });
    await acknowledgeObligation(as(creditor), id);
    return id;
  }
  return { idOf, as, at, owe };
}

/** Rounds among them. */
function roundsIn(there: () => There, test: { readonly db: Ctx["db"] }) {
  const { idOf, as, at, owe } = actingIn(there);
  /** Called now, for an hour from now; each preview stands for two hours. */
  const call = (more: Partial<CallRoundInput> = {}, ctx: Ctx = there().commission.ctx) =>
    callRound(ctx, {
      requestKey: newId(),
      commissionId: there().node.organizationId,
      ...dollars,
      title: english("Spring round"),
      deadlineAt: new Date(+there().node.shell.now + HOUR_MS),
      lookHours: 2,
      ...more,
    });
  const join = (number: number, name: Name, obligationIds: ObligationId[], account?: object) =>
    joinRound(as(name), {
      number,
      organizationId: idOf(name),
      obligationIds,
      ...(account && { account: account as never }),
    });
  const withdraw = (number: number, name: Name, hours = 0.5) =>
    withdrawFromRound(at(as(name), hours), { number, organizationId: idOf(name) });
  const leave = (number: number, name: Name, hours = 1.5) =>
    leaveRound(at(as(name), hours), { number, organizationId: idOf(name) });
  async function toPreview(hours = 1) {
    await freezeDueRounds(at(there().node.shell, hours));
    await solveFrozenRounds(at(there().node.shell, hours));
  }
  const round = async (number: number) => (await findRound(test.db, number))!;
  const settle = async (number: number, hours = 24, ctx: Ctx = there().commission.ctx) =>
    settleRound(at(ctx, hours), { number, attempt: (await round(number)).attempt });

  /** Mill → Bakery → Dairy → Mill, and Dairy → School besides; all offer everything. */
  async function circle(more: Partial<CallRoundInput> = {}, currency: CountedIn = dollars) {
    const ids = [
      await owe("Mill", "Bakery", 100n, currency),
      await owe("Bakery", "Dairy", 70n, currency),
      await owe("Dairy", "Mill", 90n, currency),
      await owe("Dairy", "School", 40n, currency),
    ] as const;
    const number = await call({ ...currency, ...more });
    await join(number, "Mill", [ids[0], ids[2]]);
    await join(number, "Bakery", [ids[0], ids[1]]);
    await join(number, "Dairy", [ids[1], ids[2], ids[3]]);
    await join(number, "School", [ids[3]]);
    return { number, ids };
  }
  return { call, join, withdraw, leave, toPreview, round, settle, circle };
}
