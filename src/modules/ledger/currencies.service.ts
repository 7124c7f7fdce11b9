// Founding a currency, changing its rules in front of everybody, and closing it.
// Invariant: what people opened accounts on stays (kind, scale, who issues, whether books are open); what changes is kept
// with why and from when; a currency is closed when nothing is left in it, or with what was agreed about the rest.
import { authorise, type OrganizationId, slugFor } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { type Multilingual, textIn } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { openAccount } from "./accounts.store.ts";
import {
  closedCurrenciesStay,
  closingLeavesNobodyBehind,
  vouchersExpireLater,
  vouchersOnlyLastLonger,
} from "./currencies.rules.ts";
import {
  changeCurrencyInput,
  type ChangeCurrencyInput,
  closeCurrencyInput,
  type CloseCurrencyInput,
  foundCurrencyInput,
  type FoundCurrencyInput,
} from "./currencies.schema.ts";
import {
  countBalancesLeft,
  findFounded,
  insertFounded,
  type LockedCurrency,
  lockCurrency,
  markClosed,
  organizationExists,
  readTaken,
  termsRecord,
  writeTerms,
} from "./currency-terms.store.ts";
import { dayOf } from "./days.ts";
import { collectOf } from "./demurrage.service.ts";
import { currencyPath } from "./paths.ts";
import type { CurrencyId } from "./types.ts";

/**
 * Founds a currency of an organisation, with the commons account that demurrage goes to and, where it is issued, the
 * issuer's account; needs `ledger.found_currency`. The same form sent twice founds one. Gives its slug.
 */
export async function foundCurrency(ctx: Ctx, input: FoundCurrencyInput): Promise<string> {
  const wanted = parse(foundCurrencyInput, input);
  return transact(ctx, async (tx) => {
    const { mandateId } = await authorise(tx, "ledger.found_currency", wanted.organizationId);
    const earlier = await findFounded(tx, wanted.requestKey);
    if (earlier) return earlier.slug;
    if (!(await organizationExists(tx, wanted.organizationId)))
      throw new Refusal("missing", "organizationUnknown");
    hold(vouchersExpireLater(wanted.expiresOn, dayOf(tx.now)), "invalid");
    const name = textIn(wanted.name, wanted.name.source).text;
    const taken = await readTaken(tx, slugFor(name, new Set(), "currency"), wanted.code);
    if (taken.code)
      throw new Refusal("invalid", "inputInvalid", {}, [{ field: "code", reason: "codeTaken", facts: {} }]);
    const slug = slugFor(name, taken.slugs, "currency");
    const id = await insertFounded(tx, slug, wanted, mandateId);
    await openAccount(tx, { currencyId: id, holder: { kind: "commons" }, minimum: 0n, maximum: null });
    if (wanted.kind === "voucher" || wanted.kind === "mirror")
      await openIssuer(tx, id, wanted.organizationId);
    await appendAct(tx, {
      type: "ledger.currency.founded",
      subject: currencyPath(slug),
      mandateId,
      record: {
        currency: id,
        organization: wanted.organizationId,
        kind: wanted.kind,
        code: wanted.code,
        scale: wanted.scale,
        openBooks: wanted.openBooks,
        backing: wanted.backing,
        onExpiry: wanted.onExpiry,
        mirrors: wanted.mirrors,
        reserveKeptBy: wanted.reserveKeptBy,
        ...termsRecord(wanted as typeof wanted & { name: Multilingual; rules: Multilingual }),
      },
    });
    return slug;
  });
}

/** What is out stands against the issuer as a debt: its account is never above nought. */
async function openIssuer(tx: Ctx, currencyId: CurrencyId, organizationId: OrganizationId): Promise<void> {
  await openAccount(tx, {
    currencyId,
    holder: { kind: "issuer", organizationId },
    minimum: null,
    maximum: 0n,
  });
}

/** A currency whose rules the actor may change, locked. */
async function lockOwn(
  tx: Ctx,
  id: CurrencyId,
): Promise<{ currency: LockedCurrency; mandateId: string | null }> {
  const currency = await lockCurrency(tx, id);
  if (!currency) throw new Refusal("missing", "currencyUnknown");
  const { mandateId } = await authorise(tx, "ledger.found_currency", currency.organizationId);
  hold(closedCurrenciesStay(currency.state));
  return { currency, mandateId };
}

/**
 * Changes a currency's rules from now on; needs `ledger.found_currency` in its organisation. What demurrage was due until
 * now is collected at the rate that held until now. Accounts keep the limits that they have.
 */
export async function changeCurrency(ctx: Ctx, input: ChangeCurrencyInput): Promise<void> {
  const wanted = parse(changeCurrencyInput, input);
  await transact(ctx, async (tx) => {
    const { currency, mandateId } = await lockOwn(tx, wanted.currencyId);
    hold(vouchersOnlyLastLonger(currency.expiresOn, wanted.expiresOn), "invalid");
    if (currency.demurragePpm !== wanted.demurragePpm) await collectOf(tx, currency);
    await writeTerms(tx, currency, wanted, mandateId);
    await appendAct(tx, {
      type: "ledger.currency.changed",
      subject: currencyPath(currency.slug),
      mandateId,
      record: {
        currency: currency.id,
        was: termsRecord(currency),
        became: termsRecord(wanted as typeof wanted & { name: Multilingual; rules: Multilingual }),
        because: wanted.because,
      },
    });
  });
}

/** Closes a currency: no account is opened and nothing new begins in it. Needs `ledger.found_currency`. */
export async function closeCurrency(ctx: Ctx, input: CloseCurrencyInput): Promise<void> {
  const { currencyId, plan } = parse(closeCurrencyInput, input);
  await transact(ctx, async (tx) => {
    const { currency, mandateId } = await lockOwn(tx, currencyId);
    hold(closingLeavesNobodyBehind(await countBalancesLeft(tx, currencyId), plan !== null));
    await markClosed(tx, currencyId, plan as Multilingual | null);
    await appendAct(tx, {
      type: "ledger.currency.closed",
      subject: currencyPath(currency.slug),
      mandateId,
      record: { currency: currencyId, plan },
    });
  });
}
