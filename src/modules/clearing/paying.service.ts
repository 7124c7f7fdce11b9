// Paying an obligation with the ledger: the transfer and its mark on the obligation are one act.
// Invariant: the ledger decides who may pay; a payment that would wait for a second person is not begun here, because nothing would
// mark the obligation when it is approved.
import { accountsOf, findAccount, findEntry, pay } from "#ledger";
import { type Ctx, steady } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { organizationOn, settleObligation, speaksForASide } from "./obligations.service.ts";
import { bothRecogniseIt, noRoundCountsOnIt, withinWhatIsOpen } from "./obligations.rules.ts";
import { payObligationInput, type PayObligationInput } from "./obligations.schema.ts";
import { lockObligation, movementWasMade } from "./obligations.store.ts";

/**
 * Pays a part of an obligation, or all, from an account of the debtor to the creditor's first open one in the currency. Needs
 * `ledger.transfer`. Refuses with `obligationUnknown`, `obligationNotAcknowledged`, `obligationInRound`, `moreThanIsOpen`,
 * `obligationNotInLedger`, `creditorHasNoAccount`, `accountNotOfDebtor`, `paymentNeedsSecond`, and as the ledger does.
 */
export async function payObligation(ctx: Ctx, input: PayObligationInput): Promise<void> {
  const { requestKey, obligationId, fromAccountId, amount } = parse(payObligationInput, input);
  await steady(ctx, async (tx) => {
    const obligation = await lockObligation(tx, obligationId);
    if (!obligation || !(await speaksForASide(tx, obligation)))
      throw new Refusal("missing", "obligationUnknown");
    if (await movementWasMade(tx, requestKey)) return;
    hold([bothRecogniseIt(obligation), noRoundCountsOnIt(obligation), withinWhatIsOpen(obligation, amount)]);
    const { currencyId } = obligation;
    if (currencyId === null) throw new Refusal("conflict", "obligationNotInLedger");
    const from = await findAccount(tx, fromAccountId);
    const debtor = organizationOn(obligation, "debtor");
    if (from?.holder.kind !== "organization" || from.holder.organizationId !== debtor)
      throw new Refusal("invalid", "accountNotOfDebtor");
    const holder = { kind: "organization", organizationId: organizationOn(obligation, "creditor") } as const;
    const to = (await accountsOf(tx, holder, currencyId)).find(({ closedAt }) => closedAt === null);
    if (!to) throw new Refusal("conflict", "creditorHasNoAccount");
    const paid = await pay(tx, {
      requestKey,
      from: from.id,
      to: to.number,
      amount,
      // The ledger asks for some words; where the obligation has none, its address says what it was for.
      text: obligation.text.slice(0, 200) || `/obligations/${obligationId}`,
    });
    // Thrown, so that nothing of it stays: not the amount that would be held.
    if (paid.state !== "posted") throw new Refusal("conflict", "paymentNeedsSecond");
    const mandateId = await mandateOf(tx, paid.entryId);
    await settleObligation(
      tx,
      { obligationId, amount, entryId: paid.entryId, text: "", requestKey },
      { mandateId },
    );
  });
}

/** Under what the ledger paid: the same mandate marks the obligation. */
async function mandateOf(tx: Ctx, entryId: Parameters<typeof findEntry>[1]): Promise<string | null> {
  return (await findEntry(tx, entryId))?.mandateId ?? null;
}
