// Acts of any module that pay, and that above an amount are done by two people: one asks, the amount is held, another
// approves, and then the act is done as a whole. Invariant: nothing of an act that waits is done except the hold; when it is
// approved every rule of the act is asked again, under the mandate of whoever asked, in the transaction that approves.
import { sql } from "kysely";
import type { z } from "zod";
import type { Capability, OrganizationId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { addJob } from "#platform/jobs/jobs";
import { parse } from "#platform/validation";
import { APPROVAL_MS, needsSecond } from "./payments.rules.ts";
import { placeHolds } from "./holds.store.ts";
import { TELL_MONEY } from "./money-mails.service.ts";
import { findParty, type Party } from "./parties.views.ts";
import { aboutApproval, findSameAct, insertApproval, type StoredApproval } from "./payments.store.ts";
import type { AccountId, By, HoldId } from "./types.ts";

/** What an act is about to pay, or to keep aside; and whose people decide, by what they can do. */
export type LargePayment = {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly text: string;
  /** Null: a person pays what is theirs, and needs nobody. */
  readonly organizationId: OrganizationId | null;
  /** By which whoever asks may do it, then and when it is approved. */
  readonly capability: Capability;
};

/** Called by an act once all its rules hold and before it pays; does not return where the payment has to wait. */
export type AskSecond = (payment: LargePayment, by: By) => Promise<void>;

export type ActOfTwo<Schema extends z.ZodType = z.ZodType> = {
  /** Kept with what waits: it never changes its meaning. */
  readonly name: string;
  readonly schema: Schema;
  readonly run: (tx: Ctx, wanted: z.output<Schema>, ask: AskSecond) => Promise<unknown>;
};

/** Done now, or held until a second person decides. */
export type Performed =
  | { readonly state: "done" }
  | { readonly state: "waiting"; readonly approvalId: string };

const known = new Map<string, ActOfTwo>();

/** Names an act, so that it is found again when it is approved; modules do it while they are loaded. */
export function actOfTwo<Schema extends z.ZodType>(act: ActOfTwo<Schema>): ActOfTwo<Schema> {
  known.set(act.name, act as unknown as ActOfTwo);
  return act;
}

class Waits extends Error {
  readonly payment: LargePayment;
  readonly by: By;
  constructor(payment: LargePayment, by: By) {
    super("waits for a second person");
    this.payment = payment;
    this.by = by;
  }
}

async function sidesOf(tx: Ctx, { from, to }: LargePayment): Promise<{ from: Party; to: Party }> {
  const [payer, payee] = [await findParty(tx, from as AccountId), await findParty(tx, to as AccountId)];
  if (!payer || !payee) throw new Refusal("missing", "accountUnknown");
  return { from: payer, to: payee };
}

/** Does it, or has it wait with its amount held. What the act did until it asked is taken back first. */
export async function performAct<Schema extends z.ZodType>(
  ctx: Ctx,
  act: ActOfTwo<Schema>,
  input: z.input<Schema>,
): Promise<Performed> {
  const wanted = parse(act.schema, input) as z.output<Schema>;
  return transact(ctx, async (tx) => {
    await sql`savepoint act_of_two`.execute(tx.db);
    try {
      await act.run(tx, wanted, async (payment, by) => {
        if (payment.organizationId === null) return;
        const { from } = await sidesOf(tx, payment);
        if (needsSecond("organization", payment.amount, from.approvalAbove)) throw new Waits(payment, by);
      });
      return { state: "done" };
    } catch (error) {
      if (!(error instanceof Waits)) throw error;
      await sql`rollback to savepoint act_of_two`.execute(tx.db);
      return { state: "waiting", approvalId: await placeAct(tx, act.name, writtenFacts(input), error) };
    }
  });
}

async function placeAct(tx: Ctx, act: string, facts: string, { payment, by }: Waits): Promise<string> {
  const { amount, organizationId, capability } = payment;
  // The same form sent again, or the same button pressed again, while it waits.
  const same = await findSameAct(tx, { act, facts });
  if (same !== undefined) return same;
  const { from, to } = await sidesOf(tx, payment);
  const id = tx.newId();
  const lapsesAt = new Date(+tx.now + APPROVAL_MS);
  const text = payment.text.slice(0, 200);
  const wished = { from: from.id, to: to.id, amount, lapsesAt, text, about: aboutApproval(id) };
  const [holdId] = await placeHolds(tx, [wished], by);
  const kept = { id, holdId: holdId as HoldId, from, to, requestId: null, lapsesAt };
  const wish = { amount, text, requestKey: tx.newId() };
  await insertApproval(tx, { ...kept, wish, act: { name: act, facts, organizationId, capability } }, by);
  await addJob(tx, TELL_MONEY, { kind: "approval", id });
  return id;
}

/** Does what waited, as whoever asked for it; the hold is free by now. */
export async function runApproved(tx: Ctx, approval: StoredApproval): Promise<void> {
  const act = known.get(approval.act ?? "");
  if (!act) throw new Error(`no module does ${approval.act}`);
  const { placedBy: personId } = approval;
  const actor = personId === null ? tx.actor : ({ kind: "person", personId, accountId: "" } as const);
  await act.run({ ...tx, actor }, parse(act.schema, readFacts(approval.facts)), async () => {});
}

/** JSON has no integers of 64 bits. */
const writtenFacts = (input: unknown): string =>
  JSON.stringify(input, (_key, value: unknown) =>
    typeof value === "bigint" ? { int8: String(value) } : value,
  );

function readFacts(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(readFacts);
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "int8") return BigInt(String(only[1]));
  return Object.fromEntries(entries.map(([key, one]) => [key, readFacts(one)]));
}
