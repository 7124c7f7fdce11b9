// The only SQL that writes pots.
import { sql } from "kysely";
import type { z } from "zod";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { findPartyAccounts } from "./parties.policy.ts";
import { sharesAfterLoss } from "./pots.rules.ts";
import type { openPotInput } from "./pots.schema.ts";
import { tables } from "./tables.ts";
import type { By, PotId } from "./types.ts";

/** The pot, locked against every other act on it, with the shares that its account still holds. */
export async function lockPot(tx: Ctx, id: PotId) {
  const found = await tables(tx.db)
    .selectFrom("pots")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!found) throw new Refusal("missing", "potUnknown");
  await writeSharesDown(tx, found);
  return found;
}

async function writeSharesDown(
  tx: Ctx,
  { id, account_id }: { id: string; account_id: string },
): Promise<void> {
  const held = (await findPartyAccounts(tx, [account_id])).get(account_id)?.posted ?? 0n;
  const parts = await listContributors(tx, id);
  const shares = sharesAfterLoss(
    held,
    parts.map(({ share }) => share),
  );
  for (const [at, { id: partId, share }] of parts.entries())
    if (shares[at] !== share)
      await tables(tx.db)
        .updateTable("pot_contributors")
        .set({ share: shares[at] ?? 0n })
        .where("id", "=", partId)
        .execute();
}

export async function findPotByRequest(tx: Ctx, requestKey: string): Promise<PotId | undefined> {
  const row = await tables(tx.db)
    .selectFrom("pots")
    .select("id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.id as PotId | undefined;
}

type NewPot = { id: PotId; currencyId: string; accountId: string; wanted: z.output<typeof openPotInput> };

export async function insertPot(tx: Ctx, { id, currencyId, accountId, wanted }: NewPot): Promise<void> {
  await tables(tx.db)
    .insertInto("pots")
    .values({
      id,
      request_key: wanted.requestKey,
      currency_id: currencyId,
      account_id: accountId,
      name: wanted.name,
      goal: wanted.goal,
      locked_until: wanted.lockedUntil,
      early: wanted.early,
      notice_days: wanted.noticeDays,
      state: "open",
      opened_at: tx.now,
    })
    .execute();
}

export async function insertContributor(
  tx: Ctx,
  { potId, accountId, founds }: { potId: string; accountId: string; founds: boolean },
): Promise<string> {
  const id = tx.newId();
  await tables(tx.db)
    .insertInto("pot_contributors")
    .values({
      id,
      pot_id: potId,
      account_id: accountId,
      founds,
      state: founds ? "joined" : "invited",
      invited_at: tx.now,
    })
    .execute();
  return id;
}

export async function listContributors(ctx: Ctx, potId: string) {
  return tables(ctx.db)
    .selectFrom("pot_contributors")
    .selectAll()
    .where("pot_id", "=", potId)
    .orderBy("founds", "desc")
    .orderBy("id")
    .execute();
}

export type Contributor = Awaited<ReturnType<typeof listContributors>>[number];

export async function setContributorState(tx: Ctx, id: string, state: Contributor["state"]): Promise<void> {
  await tables(tx.db).updateTable("pot_contributors").set({ state }).where("id", "=", id).execute();
}

export async function closePotRow(tx: Ctx, id: PotId): Promise<void> {
  await tables(tx.db).updateTable("pots").set({ state: "closed" }).where("id", "=", id).execute();
}

type NewMovement = {
  contributorId: string;
  kind: "contribution" | "withdrawal";
  amount: bigint;
  entryId: string;
  requestKey: string;
};

/** A movement, and the share that it makes. */
export async function insertPotMovement(tx: Ctx, movement: NewMovement, by: By): Promise<void> {
  const { contributorId, kind, amount } = movement;
  await tables(tx.db)
    .insertInto("pot_movements")
    .values({
      id: tx.newId(),
      contributor_id: contributorId,
      kind,
      amount,
      entry_id: movement.entryId,
      request_key: movement.requestKey,
      mandate_id: by.mandateId,
      made_at: tx.now,
    })
    .execute();
  const change = kind === "contribution" ? amount : -amount;
  await sql`update pot_contributors set share = share + ${change} where id = ${contributorId}`.execute(tx.db);
}

/** Whether a form with this key already moved or asked for something. */
export async function wasDone(tx: Ctx, requestKey: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pot_movements where request_key = ${requestKey}
    union all select 1 from pot_withdrawals where request_key = ${requestKey}`.execute(tx.db);
  return rows.length > 0;
}

export async function insertWithdrawal(
  tx: Ctx,
  wanted: {
    contributorId: string;
    requestKey: string;
    amount: bigint;
    payableOn: string;
    askedBy: string | null;
  },
): Promise<string> {
  const id = tx.newId();
  await tables(tx.db)
    .insertInto("pot_withdrawals")
    .values({
      id,
      contributor_id: wanted.contributorId,
      request_key: wanted.requestKey,
      amount: wanted.amount,
      state: "asked",
      payable_on: wanted.payableOn,
      asked_by: wanted.askedBy,
      asked_at: tx.now,
    })
    .execute();
  return id;
}

export async function findWithdrawal(tx: Ctx, potId: string, id: string) {
  return tables(tx.db)
    .selectFrom("pot_withdrawals as w")
    .innerJoin("pot_contributors as c", "c.id", "w.contributor_id")
    .selectAll("w")
    .select(["c.account_id", "c.share"])
    .where("w.id", "=", id)
    .where("c.pot_id", "=", potId)
    .executeTakeFirst();
}

export async function setWithdrawalState(
  tx: Ctx,
  id: string,
  state: "approved" | "paid" | "cancelled" | "refused",
): Promise<void> {
  await tables(tx.db).updateTable("pot_withdrawals").set({ state }).where("id", "=", id).execute();
}

/** What a contributor asked for that is neither paid nor given up. */
export async function askedBefore(tx: Ctx, contributorId: string): Promise<bigint> {
  const { rows } = await sql<{ asked: bigint }>`
    select coalesce(sum(amount), 0)::bigint as asked from pot_withdrawals
    where contributor_id = ${contributorId} and state in ('asked', 'approved')`.execute(tx.db);
  return rows[0]?.asked ?? 0n;
}

export async function listApprovers(tx: Ctx, withdrawalId: string): Promise<string[]> {
  const rows = await tables(tx.db)
    .selectFrom("pot_approvals")
    .select("person_id")
    .where("withdrawal_id", "=", withdrawalId)
    .execute();
  return rows.map((row) => row.person_id);
}

export async function insertApproval(tx: Ctx, withdrawalId: string, personId: string, by: By): Promise<void> {
  await tables(tx.db)
    .insertInto("pot_approvals")
    .values({
      withdrawal_id: withdrawalId,
      person_id: personId,
      mandate_id: by.mandateId,
      approved_at: tx.now,
    })
    .execute();
}
