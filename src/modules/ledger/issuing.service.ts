// Bringing vouchers and mirrors into circulation.
// Invariant: what is out is the issuer's debt, line by line; of a mirror no more is ever out than the last statement says
// is in its reserve.
import { authorise } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import {
  issueInput,
  type IssueInput,
  stateReserveInput,
  type StateReserveInput,
} from "./currencies.schema.ts";
import {
  closedCurrenciesStay,
  onlyIssuersIssue,
  reserveCovers,
  statementsAreOfThePast,
  vouchersExpireLater,
} from "./currencies.rules.ts";
import { insertReserveStatement, lockCurrency, readReserve } from "./currency-terms.store.ts";
import { dayOf } from "./days.ts";
import { postEntries } from "./journal.store.ts";
import { findPartyByNumber } from "./parties.views.ts";
import { currencyPath } from "./paths.ts";
import { answerOnce } from "./requests.store.ts";
import { issuerOf } from "./issuing.store.ts";
import type { CurrencyId, EntryId } from "./types.ts";

/** A currency of which the actor may issue, locked, so that two who issue at once see each other's amount. */
async function lockIssued(tx: Ctx, id: CurrencyId) {
  const currency = await lockCurrency(tx, id);
  if (!currency) throw new Refusal("missing", "currencyUnknown");
  const by = await authorise(tx, "ledger.issue", currency.organizationId);
  hold([closedCurrenciesStay(currency.state), onlyIssuersIssue(currency.kind)]);
  return { currency, by };
}

/** Issues an amount to an account; needs `ledger.issue` in the organisation of the currency. */
export async function issue(ctx: Ctx, input: IssueInput): Promise<EntryId> {
  const wanted = parse(issueInput, input);
  return transact(ctx, async (tx) => {
    const { currency, by } = await lockIssued(tx, wanted.currencyId);
    const to = await findPartyByNumber(tx, wanted.toAccount);
    if (!to || to.currency.id !== currency.id)
      throw new Refusal("invalid", "inputInvalid", {}, [
        { field: "toAccount", reason: "accountUnknown", facts: {} },
      ]);
    const body = { issue: currency.id, to: to.id, amount: String(wanted.amount), text: wanted.text };
    return answerOnce(tx, wanted.requestKey, body, async () => {
      hold(vouchersExpireLater(currency.expiresOn, dayOf(tx.now)));
      if (currency.kind === "mirror") {
        const { reserve, out } = await readReserve(tx, currency.id);
        hold(reserveCovers(out, wanted.amount, reserve));
      }
      const issuer = await issuerOf(tx, currency.id);
      const lines = [
        { accountId: issuer, amount: -wanted.amount },
        { accountId: to.id, amount: wanted.amount },
      ];
      const entry = { kind: "issue" as const, lines, text: wanted.text, about: currencyPath(currency.slug) };
      const [id] = await postEntries(tx, [entry], by);
      return id as EntryId;
    });
  });
}

/** Says what is in a mirror's reserve, for everybody to check; needs `ledger.issue`. */
export async function stateReserve(ctx: Ctx, input: StateReserveInput): Promise<void> {
  const wanted = parse(stateReserveInput, input);
  hold(statementsAreOfThePast(wanted.asOf, dayOf(ctx.now)), "invalid");
  await transact(ctx, async (tx) => {
    const { currency, by } = await lockIssued(tx, wanted.currencyId);
    if (currency.kind !== "mirror") throw new Refusal("conflict", "onlyMirrorsHaveReserves");
    if ((await insertReserveStatement(tx, wanted, by.mandateId)) === "saidBefore") return;
    await appendAct(tx, {
      type: "ledger.reserve.stated",
      subject: currencyPath(currency.slug),
      mandateId: by.mandateId,
      record: {
        currency: currency.id,
        amount: String(wanted.amount),
        asOf: wanted.asOf,
        evidence: wanted.evidence,
      },
    });
  });
}
