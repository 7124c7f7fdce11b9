// What a payment would do, before anybody confirms it. Nothing is posted, and nothing is kept: the payment asks all of it
// again.
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { dayOf } from "./days.ts";
import { authoriseHolder } from "./holders.policy.ts";
import { findParty, findPartyByNumber } from "./parties.views.ts";
import { answersRequest, needsSecond, requestStands } from "./payments.rules.ts";
import { payInput, type PayInput } from "./payments.schema.ts";
import { holdPayable, type Sides } from "./payments.service.ts";
import { findRequest } from "./payments.views.ts";

export type Preview = Sides & {
  readonly amount: bigint;
  readonly text: string;
  /** What the payer could still spend of, with what is held taken off. */
  readonly freeAfter: bigint;
  /** Whether a second person has to approve it first. */
  readonly waits: boolean;
};

/** Refuses what the payment would refuse as things stand, but what only the payee's account knows. */
export async function previewPayment(ctx: Ctx, input: PayInput): Promise<Preview> {
  const { from: fromId, to: toNumber, amount, text, token } = parse(payInput, input);
  const from = await findParty(ctx, fromId);
  if (!from) throw new Refusal("missing", "accountUnknown");
  await authoriseHolder(ctx, from, "ledger.transfer");
  const to = await findPartyByNumber(ctx, toNumber);
  if (!to)
    throw new Refusal("invalid", "inputInvalid", {}, [{ field: "to", reason: "accountUnknown", facts: {} }]);
  if (token !== null) {
    const request = await findRequest(ctx, token);
    if (!request) throw new Refusal("missing", "paymentRequestUnknown");
    hold(requestStands(request, dayOf(ctx.now)));
    hold(answersRequest(request, to.number, amount), "invalid");
  }
  holdPayable({ from, to }, dayOf(ctx.now));
  const freeAfter = from.posted - from.pendingOut - amount;
  if (from.minimum !== null && freeAfter < from.minimum)
    throw new Refusal("conflict", "belowMinimum", {
      account: from.number,
      missing: String(from.minimum - freeAfter),
    });
  return { from, to, amount, text, freeAfter, waits: needsSecond(from.kind, amount, from.approvalAbove) };
}
