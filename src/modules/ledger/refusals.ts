// What the ledger's stored functions answer, as refusals.
// Invariant: a refusal of a stored function has written nothing; the caller's transaction can go on or be given up.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { Refusal, type RefusalKind } from "#platform/errors";
import { formatAmount, type Unit } from "./amounts.ts";

/** `account` is a number that people know; `missing` is in minor units. */
export type Answer = {
  readonly reason: string;
  readonly account?: string;
  readonly missing?: string;
} | null;

const kinds: Readonly<Record<string, RefusalKind>> = {
  accountUnknown: "missing",
  holdUnknown: "missing",
  accountsAreTheSame: "invalid",
  currenciesDiffer: "invalid",
  entryUnbalanced: "invalid",
  limitsAreReversed: "invalid",
  aboveTheHold: "invalid",
  holdLapsesBeforeItIsPlaced: "invalid",
};

/** Throws what a stored function refused; a conflict unless it could never be right. */
export async function holdAnswer(tx: Ctx, answer: Answer | undefined): Promise<void> {
  if (!answer) return;
  const { reason, account, missing } = answer;
  throw new Refusal(kinds[reason] ?? "conflict", reason, {
    ...(account === undefined ? {} : { account }),
    ...(account === undefined || missing === undefined
      ? {}
      : { missing: formatAmount(tx.language, BigInt(missing), await unitOf(tx, account)) }),
  });
}

async function unitOf(tx: Ctx, account: string): Promise<Unit> {
  const { rows } = await sql<Unit>`
    select c.code, c.scale, c.kind from ledger_accounts a join currencies c on c.id = a.currency_id
    where a.number = ${account}`.execute(tx.db);
  return rows[0] as Unit;
}
