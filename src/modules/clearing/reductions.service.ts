// What a mediated dispute takes off an obligation: as a correction, as if the creditor had made it.
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { noRoundCountsOnIt } from "./obligations.rules.ts";
import type { By } from "./obligations.service.ts";
import { insertMovement, lockObligation } from "./obligations.store.ts";
import type { ObligationId } from "./types.ts";

/**
 * Takes off what is still open, at most so much, inside the caller's transaction; the caller has authorised it. Gives how much was
 * taken off: what was paid or set off already stays, and is for the caller to give back. Refuses with `obligationUnknown` and
 * `obligationInRound`.
 */
export async function reduceObligation(
  tx: Ctx,
  {
    obligationId,
    most,
    text,
  }: { readonly obligationId: ObligationId; readonly most: bigint; readonly text: string },
  by: By,
): Promise<bigint> {
  const obligation = await lockObligation(tx, obligationId);
  if (!obligation) throw new Refusal("missing", "obligationUnknown");
  const amount = most < obligation.openAmount ? most : obligation.openAmount;
  if (amount <= 0n || obligation.state !== "acknowledged") return 0n;
  hold(noRoundCountsOnIt(obligation));
  await insertMovement(tx, {
    obligationId,
    requestKey: null,
    kind: "corrected",
    amount,
    entryId: null,
    roundId: null,
    text,
    mandateId: by.mandateId,
  });
  return amount;
}
