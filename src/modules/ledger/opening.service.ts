// Opening accounts, and agreeing on how far each may go.
// Invariant: a holder has one account with the currency's credit; others that they open hold no debt, so that nobody
// multiplies a credit by opening accounts.
import { authorise } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { changeLimits, openAccount } from "./accounts.store.ts";
import { accountsOf } from "./accounts.views.ts";
import { closedCurrenciesStay } from "./currencies.rules.ts";
import { findCurrencyById } from "./currencies.views.ts";
import {
  openOwnAccountInput,
  type OpenOwnAccountInput,
  setLimitsInput,
  type SetLimitsInput,
} from "./opening.schema.ts";
import { findParty } from "./parties.views.ts";
import { answerOnce } from "./requests.store.ts";
import type { AccountHolder, By } from "./types.ts";

/** As whose the account is opened, and under what. */
async function authoriseOpening(
  tx: Ctx,
  organizationId: Extract<AccountHolder, { kind: "organization" }>["organizationId"] | null,
): Promise<{ holder: AccountHolder; by: By }> {
  if (organizationId !== null) {
    const by = await authorise(tx, "ledger.open_account", organizationId);
    return { holder: { kind: "organization", organizationId }, by };
  }
  if (tx.actor.kind !== "person") throw new Refusal("signIn", "signInFirst");
  const personId = tx.actor.personId as Extract<AccountHolder, { kind: "person" }>["personId"];
  return { holder: { kind: "person", personId }, by: { mandateId: null, personId } };
}

/**
 * Opens an account for an organisation (`ledger.open_account`) or for the person who asks, with the currency's limits.
 * Gives its number.
 */
export async function openOwnAccount(ctx: Ctx, input: OpenOwnAccountInput): Promise<string> {
  const { requestKey, currencyId, organizationId, name } = parse(openOwnAccountInput, input);
  return transact(ctx, async (tx) => {
    const { holder, by } = await authoriseOpening(tx, organizationId);
    const currency = await findCurrencyById(tx, currencyId);
    if (!currency) throw new Refusal("missing", "currencyUnknown");
    hold(closedCurrenciesStay(currency.state));
    const body = { open: currencyId, organizationId, name, by: by.personId ?? by.mandateId ?? null };
    return answerOnce(tx, requestKey, body, async () => {
      const others = (await accountsOf(tx, holder, currencyId)).filter(({ closedAt }) => closedAt === null);
      const minimum = others.length > 0 ? 0n : currency.defaultMinimum;
      const wanted = { currencyId, holder, name, minimum, maximum: currency.defaultMaximum };
      return (await openAccount(tx, wanted, by)).number;
    });
  });
}

/** Sets an account's limits, with why; needs `ledger.set_limits` in the organisation of the currency. */
export async function setAccountLimits(ctx: Ctx, input: SetLimitsInput): Promise<void> {
  const { accountId, minimum, maximum, because } = parse(setLimitsInput, input);
  await transact(ctx, async (tx) => {
    const account = await findParty(tx, accountId);
    if (!account) throw new Refusal("missing", "accountUnknown");
    const by = await authorise(tx, "ledger.set_limits", account.currency.organizationId);
    await changeLimits(tx, accountId, { minimum, maximum, because }, by);
  });
}
