// The end of a mandate by a vote of those to whom it answers.
// Invariants: only inside the transaction of the act that counted the vote, which is the authority for it; who runs the node is
// never recalled this way, so that a node keeps somebody who can mend it.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { findOffice, lockMandate, markRecalled } from "./mandates.store.ts";
import type { MandateId } from "./types.ts";

/** Whether a mandate could be ended by a vote: in force, and not of an office that runs the node. */
export async function canBeVotedDown(tx: Ctx, mandateId: MandateId): Promise<boolean> {
  const mandate = await lockMandate(tx, mandateId);
  if (!mandate || mandate.recalledAt !== null || (mandate.endsAt !== null && mandate.endsAt <= tx.now))
    return false;
  const office = await findOffice(tx, mandate.office);
  return office?.unlisted !== true && office?.capabilities.includes("node.operate") !== true;
}

/** Ends it at once; one that is over already stays as it is. Whether it ended by this. */
export async function endByVote(
  tx: Ctx,
  { mandateId, decision }: { readonly mandateId: MandateId; readonly decision: Multilingual },
): Promise<boolean> {
  if (!tx.db.isTransaction) throw new Error("a mandate ends in the transaction of the vote that ended it");
  if (!(await canBeVotedDown(tx, mandateId))) return false;
  await markRecalled(tx, mandateId, decision, null);
  const { rows } = await sql<{ slug: string; office: string }>`
    select g.slug, m.office from mandates m join organizations g on g.id = m.organization_id
    where m.id = ${mandateId}`.execute(tx.db);
  await appendAct(tx, {
    type: "confederation.mandate.recalled",
    subject: `/organizations/${rows[0]?.slug ?? ""}`,
    mandateId: null,
    record: { mandate: mandateId, office: rows[0]?.office ?? "", decision },
  });
  return true;
}
