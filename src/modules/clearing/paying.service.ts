// Paying an obligation with the ledger: the transfer and its mark on the obligation are one act.
// Invariant: above the amount that needs two people the obligation is marked when the second one approves, and not before; what
// it is then open by is what counts.
import { authorise } from "#confederation";
import {
  accountsOf,
  type AccountId,
  actOfTwo,
  findParty,
  holdPayable,
  type Performed,
  performAct,
  postEntries,
} from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { organizationOn, settleObligation, speaksForASide } from "./obligations.service.ts";
import { bothRecogniseIt, noRoundCountsOnIt, withinWhatIsOpen } from "./obligations.rules.ts";
import { payObligationInput, type PayObligationInput } from "./obligations.schema.ts";
import { lockObligation, movementWasMade } from "./obligations.store.ts";
import type { Obligation } from "./types.ts";

/**
 * Pays a part of an obligation, or all, from an account of the debtor to the creditor's first open one in the currency. Needs
 * `ledger.transfer`; a large amount waits for a second person. Refuses with `obligationUnknown`, `obligationNotAcknowledged`,
 * `obligationInRound`, `moreThanIsOpen`, `obligationNotInLedger`, `creditorHasNoAccount`, `accountNotOfDebtor`, and as the
 * ledger does.
 */
export const payObligation = (ctx: Ctx, input: PayObligationInput): Promise<Performed> =>
  performAct(ctx, paying, input);

const paying = actOfTwo({
  name: "clearing.obligation.pay",
  schema: payObligationInput,
  async run(tx, { requestKey, obligationId, fromAccountId, amount }, ask) {
    const obligation = await lockObligation(tx, obligationId);
    if (!obligation || !(await speaksForASide(tx, obligation)))
      throw new Refusal("missing", "obligationUnknown");
    if (await movementWasMade(tx, requestKey)) return;
    hold([bothRecogniseIt(obligation), noRoundCountsOnIt(obligation), withinWhatIsOpen(obligation, amount)]);
    const { from, to } = await sidesOf(tx, obligation, fromAccountId);
    const organizationId = organizationOn(obligation, "debtor");
    const capability = "ledger.transfer";
    const { mandateId, personId } = await authorise(tx, capability, organizationId);
    const by = { mandateId, personId };
    holdPayable({ from, to }, tx.now.toISOString().slice(0, 10));
    // The ledger asks for some words; where the obligation has none, its address says what it was for.
    const about = `/obligations/${obligationId}`;
    const text = obligation.text.slice(0, 200) || about;
    await ask({ from: from.id, to: to.id, amount, text, organizationId, capability }, by);
    const lines = [
      { accountId: from.id, amount: -amount },
      { accountId: to.id, amount },
    ];
    const [entryId = null] = await postEntries(tx, [{ kind: "transfer", lines, text, about: null }], by);
    await settleObligation(tx, { obligationId, amount, entryId, text: "", requestKey }, by);
  },
});

/** The account that the debtor chose, and the one that the creditor is paid on. */
async function sidesOf(tx: Ctx, obligation: Obligation, fromAccountId: AccountId) {
  const { currencyId } = obligation;
  if (currencyId === null) throw new Refusal("conflict", "obligationNotInLedger");
  const from = await findParty(tx, fromAccountId);
  if (from?.kind !== "organization" || from.organizationId !== organizationOn(obligation, "debtor"))
    throw new Refusal("invalid", "accountNotOfDebtor");
  const holder = { kind: "organization", organizationId: organizationOn(obligation, "creditor") } as const;
  const open = (await accountsOf(tx, holder, currencyId)).find(({ closedAt }) => closedAt === null);
  const to = open && (await findParty(tx, open.id));
  if (!to) throw new Refusal("conflict", "creditorHasNoAccount");
  return { from, to };
}
