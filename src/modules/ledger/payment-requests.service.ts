// Asking to be paid: a page that opens the payer's form filled in, on a phone or on paper.
import { type Ctx, steady } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { closedCurrenciesStay } from "./currencies.rules.ts";
import { authoriseHolder } from "./holders.policy.ts";
import { findParty } from "./parties.views.ts";
import { findAsked, insertRequest, lockRequest, markWithdrawn } from "./payment-requests.store.ts";
import { askPaymentInput, type AskPaymentInput } from "./payments.schema.ts";

/**
 * Asks for a payment into an account: by the person whose it is, or for an organisation with `ledger.transfer`. Gives its
 * token; the same form sent twice asks once.
 */
export async function askPayment(ctx: Ctx, input: AskPaymentInput): Promise<string> {
  const asked = parse(askPaymentInput, input);
  return steady(ctx, async (tx) => {
    const account = await findParty(tx, asked.to);
    if (!account) throw new Refusal("missing", "accountUnknown");
    const by = await authoriseHolder(tx, account, "ledger.transfer");
    const earlier = await findAsked(tx, asked.requestKey);
    if (earlier !== undefined) return earlier;
    hold(closedCurrenciesStay(account.currency.state));
    if (account.closedAt !== null)
      throw new Refusal("conflict", "accountClosed", { account: account.number });
    return insertRequest(tx, asked, by);
  });
}

/** Takes a request back: its code leads nowhere from now on. What was paid stays paid. */
export async function withdrawRequest(ctx: Ctx, token: string): Promise<void> {
  await steady(ctx, async (tx) => {
    const request = await lockRequest(tx, { token });
    const account = request && (await findParty(tx, request.to));
    if (!request || !account) throw new Refusal("missing", "paymentRequestUnknown");
    await authoriseHolder(tx, account, "ledger.transfer");
    await markWithdrawn(tx, request.id);
  });
}
