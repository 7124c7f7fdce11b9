// The only SQL that writes which order of votes the chair decided on.
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { tables } from "./tables.ts";
import type { TextId } from "./types.ts";
import type { VotingRules } from "./voting-order.rules.ts";

export type NewVotingOrder = {
  readonly textId: TextId;
  readonly numbers: readonly number[];
  /** None: those of the node. */
  readonly rules: VotingRules | null;
  readonly reason: Multilingual;
  readonly mandateId: MandateId | null;
  readonly requestKey: string;
  readonly actId: string;
};

export async function insertVotingOrder(tx: Ctx, order: NewVotingOrder): Promise<void> {
  const latest = await findVotingOrder(tx.db, order.textId);
  await tables(tx.db)
    .insertInto("voting_orders")
    .values({
      id: tx.newId(),
      text_id: order.textId,
      sequence: (latest?.sequence ?? 0) + 1,
      numbers: [...order.numbers],
      alternatives: order.rules?.alternatives ?? null,
      after_adoption: order.rules?.afterAdoption ?? null,
      reason: JSON.stringify(order.reason),
      mandate_id: order.mandateId,
      set_at: tx.now,
      request_key: order.requestKey,
      act_id: order.actId,
    })
    .execute();
}

export type ChairsOrder = {
  readonly sequence: number;
  readonly numbers: readonly number[];
  /** None: nobody decided on them, and those of the node are in force. */
  readonly rules: VotingRules | null;
  readonly reason: Multilingual;
  readonly setAt: Date;
  readonly actId: string;
};

/** The chair's order that counts for a text; undefined where there never was one. */
export async function findVotingOrder(db: Db, textId: TextId): Promise<ChairsOrder | undefined> {
  const row = await tables(db)
    .selectFrom("voting_orders")
    .select(["sequence", "numbers", "alternatives", "after_adoption", "reason", "set_at", "act_id"])
    .where("text_id", "=", textId)
    .orderBy("sequence", "desc")
    .executeTakeFirst();
  return (
    row && {
      sequence: row.sequence,
      numbers: row.numbers,
      rules:
        row.alternatives && row.after_adoption
          ? { alternatives: row.alternatives, afterAdoption: row.after_adoption }
          : null,
      reason: row.reason,
      setAt: row.set_at,
      actId: row.act_id,
    }
  );
}
