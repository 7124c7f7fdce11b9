// The only SQL that writes obligations, their steps and what lowers them.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { EntryId } from "#ledger";
import type { Ctx } from "#platform/context";
import { tables } from "./tables.ts";
import type {
  MovementKind,
  Obligation,
  ObligationId,
  ObligationState,
  RecordedBy,
  RoundId,
} from "./types.ts";

/** The columns of an obligation `o` as the domain names them. */
export const obligationColumns = sql`
  o.id, o.debtor_id as "debtorId", o.creditor_id as "creditorId", o.currency_id as "currencyId", o.official_code as "officialCode",
  o.amount, o.open_amount as "openAmount", o.state, o.recorded_by as "recordedBy", o.since_on as "sinceOn", o.due_on as "dueOn",
  o.about, o.text, o.recorded_at as "recordedAt", o.state_at as "stateAt", o.in_round is not null as "inRound"`;

export async function lockObligation(tx: Ctx, id: ObligationId): Promise<Obligation | undefined> {
  const { rows } = await sql<Obligation>`
    select ${obligationColumns} from obligations o where o.id = ${id}::uuid for update of o`.execute(tx.db);
  return rows[0];
}

export async function findByRequest(tx: Ctx, requestKey: string): Promise<ObligationId | undefined> {
  const { rows } = await sql<{ id: ObligationId }>`
    select id from obligations where request_key = ${requestKey}::uuid`.execute(tx.db);
  return rows[0]?.id;
}

export async function movementWasMade(tx: Ctx, requestKey: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from obligation_movements where request_key = ${requestKey}::uuid`.execute(tx.db);
  return rows.length > 0;
}

/** Of these organisations, those that there are. */
export async function existing(tx: Ctx, ids: readonly OrganizationId[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from organizations where id = any(${[...ids]}::uuid[])`.execute(tx.db);
  return new Set(rows.map(({ id }) => id));
}

export type NewObligation = Pick<
  Obligation,
  | "debtorId"
  | "creditorId"
  | "currencyId"
  | "officialCode"
  | "amount"
  | "sinceOn"
  | "dueOn"
  | "about"
  | "text"
> & { readonly requestKey: string; readonly recordedBy: RecordedBy };

/** In slices: one statement holds at most 65,535 parameters. */
const A_SLICE = 3_000;

/** Keeps obligations with their first step, in as few statements as their number allows. */
export async function insertObligations(
  tx: Ctx,
  wanted: readonly NewObligation[],
  mandateId: string | null,
): Promise<ObligationId[]> {
  const ids: ObligationId[] = [];
  for (let start = 0; start < wanted.length; start += A_SLICE) {
    const slice = wanted.slice(start, start + A_SLICE).map((one) => ({
      ...one,
      id: tx.newId() as ObligationId,
      state: one.recordedBy === "both" ? ("acknowledged" as const) : ("recorded" as const),
    }));
    const db = tables(tx.db);
    await db
      .insertInto("obligations")
      .values(
        slice.map((one) => ({
          id: one.id,
          request_key: one.requestKey,
          debtor_id: one.debtorId,
          creditor_id: one.creditorId,
          currency_id: one.currencyId,
          official_code: one.officialCode,
          amount: one.amount,
          open_amount: one.amount,
          state: one.state,
          recorded_by: one.recordedBy,
          since_on: one.sinceOn,
          due_on: one.dueOn,
          about: one.about,
          text: one.text,
          recorded_at: tx.now,
          state_at: tx.now,
        })),
      )
      .execute();
    await db
      .insertInto("obligation_steps")
      .values(
        slice.map(({ id, state }) => ({
          id: tx.newId(),
          obligation_id: id,
          from_state: null,
          to_state: state,
          reason: null,
          mandate_id: mandateId,
          made_at: tx.now,
        })),
      )
      .execute();
    ids.push(...slice.map(({ id }) => id));
  }
  return ids;
}

type Step = {
  readonly id: ObligationId;
  readonly from: ObligationState;
  readonly to: ObligationState;
  readonly reason: string | null;
  readonly mandateId: string | null;
};

export async function recordStep(tx: Ctx, { id, from, to, reason, mandateId }: Step): Promise<void> {
  const db = tables(tx.db);
  await db
    .insertInto("obligation_steps")
    .values({
      id: tx.newId(),
      obligation_id: id,
      from_state: from,
      to_state: to,
      reason,
      mandate_id: mandateId,
      made_at: tx.now,
    })
    .execute();
  await db.updateTable("obligations").set({ state: to, state_at: tx.now }).where("id", "=", id).execute();
}

export type Movement = {
  readonly obligationId: ObligationId;
  readonly requestKey: string | null;
  readonly kind: MovementKind;
  readonly amount: bigint;
  readonly entryId: EntryId | null;
  readonly roundId: RoundId | null;
  readonly text: string;
  readonly mandateId: string | null;
};

/** A trigger lowers what is left, and discharges what nothing is left of. */
export async function insertMovement(tx: Ctx, movement: Movement): Promise<void> {
  await tables(tx.db)
    .insertInto("obligation_movements")
    .values({
      id: tx.newId(),
      obligation_id: movement.obligationId,
      request_key: movement.requestKey,
      kind: movement.kind,
      amount: movement.amount,
      entry_id: movement.entryId,
      round_id: movement.roundId,
      text: movement.text,
      mandate_id: movement.mandateId,
      made_at: tx.now,
    })
    .execute();
}
