// An account's own pages: the account, paying from it, giving back, its limits.
import { Hono } from "hono";
import {
  accountPath,
  limitsOf,
  listWaiting,
  movementsOf,
  type Party,
  pay,
  type PayInput,
  previewPayment,
  findRequest,
  readAccountNumber,
  refundPayment,
  searchParties,
  setAccountLimits,
  setApprovalAmount,
} from "#ledger";
import { Refusal } from "#platform/errors";
import { isId, newId } from "#platform/ids";
import { emptyForm, type FormState } from "../layout/forms.tsx";
import { ofLongForms, refusedAct, type RefusedForm } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { AccountPage, AccountsPage } from "./account.page.tsx";
import { ApprovalAmountPage, LimitsPage } from "./limits.page.tsx";
import { PayPage, PreviewPage, RefundPage } from "./pay.page.tsx";
import { accountOfAddress, readableAccounts } from "./reading.ts";
import { Typed } from "./typed.ts";
import { withAmounts } from "./words.tsx";

const ACCOUNT = "/economy/accounts/:number";
const LAST_MOVEMENTS = 10;
/** More than these, and the words should say more. */
const CHOICES = 12;
const whole = { from: null, to: null };
const fresh: RefusedForm = { form: emptyForm, status: 200 };

/** The account, for whoever may pay from it. */
export async function payingAccount(c: WebContext): Promise<Party> {
  const { account, offered } = await accountOfAddress(c);
  if (!offered.pay) throw new Refusal("forbidden", "noMandateForThis", { capability: "ledger.transfer" });
  return account;
}

/** A refused form of an account, with what the journal says in its currency. */
export function refusedOf(c: WebContext, account: Party, error: unknown, body: FormBody): RefusedForm {
  const { form, status } = refusedAct(error, body, ofLongForms);
  if (!form.refusal) return { form, status };
  const refusal = withAmounts(c.var.page, form.refusal, account.currency);
  return { form: { ...form, refusal }, status };
}

const requestOf = async (c: WebContext, token: string | undefined) =>
  token && /^[a-z2-7]{24}$/u.test(token) ? findRequest(c.var.ctx, token) : undefined;

async function showPay(c: WebContext, { form, status }: RefusedForm, choices: readonly Party[] = []) {
  const account = await payingAccount(c);
  const request = await requestOf(c, form.typed["token"] ?? c.req.query("token"));
  return c.html(
    <PayPage page={c.var.page} form={form} account={account} request={request} choices={choices} />,
    status,
  );
}

function paymentFrom(c: WebContext, body: FormBody, account: Party): PayInput {
  const typed = new Typed(body, c.var.page.language);
  const amount = typed.amount("amount", account.currency);
  typed.hold();
  return {
    requestKey: typed.get("requestKey") || newId(),
    from: account.id,
    to: typed.get("to"),
    amount,
    text: typed.get("text"),
    token: typed.optional("token"),
  };
}

/** Accounts that words could mean, where somebody typed a name instead of a number. */
async function meant(c: WebContext, account: Party, typed: string): Promise<Party[]> {
  if (readAccountNumber(typed) !== undefined || !/\p{L}{2}/u.test(typed)) return [];
  const found = await searchParties(c.var.ctx, account.currency.id, typed.trim(), CHOICES);
  return found.filter(({ id }) => id !== account.id);
}

async function payOrPreview(c: WebContext) {
  const account = await payingAccount(c);
  const body = await readForm(c);
  const typed: FormState = {
    typed: Object.fromEntries(["to", "amount", "text", "token"].map((name) => [name, body.get(name)])),
  };
  try {
    const choices = await meant(c, account, body.get("to"));
    if (choices.length > 0) return await showPay(c, { form: typed, status: 200 }, choices);
    const payment = paymentFrom(c, body, account);
    if (body.get("confirmed") === "yes") {
      const paid = await pay(c.var.ctx, payment);
      return c.redirect(
        paid.state === "posted" ? accountPath(account.number) : `/economy/approvals/${paid.approvalId}`,
        303,
      );
    }
    const preview = await previewPayment(c.var.ctx, payment);
    return c.html(
      <PreviewPage
        page={c.var.page}
        form={emptyForm}
        preview={preview}
        freshKey={newId()}
        token={payment.token ?? ""}
      />,
    );
  } catch (error) {
    return showPay(c, refusedOf(c, account, error, body));
  }
}

async function receivedOf(c: WebContext, account: Party) {
  const id = c.req.param("entry") ?? "";
  if (!isId(id)) throw new Refusal("missing", "entryUnknown");
  const [found] = await movementsOf(c.var.ctx, account.id, whole, { offset: 0, limit: 1, entryId: id });
  if (!found) throw new Refusal("missing", "entryUnknown");
  return found;
}

async function showRefund(c: WebContext, { form, status }: RefusedForm) {
  const account = await payingAccount(c);
  const movement = await receivedOf(c, account);
  return c.html(
    <RefundPage page={c.var.page} form={form} freshKey={newId()} account={account} movement={movement} />,
    status,
  );
}

async function showLimits(c: WebContext, { form, status }: RefusedForm) {
  const { account, offered } = await accountOfAddress(c);
  if (!offered.limits)
    throw new Refusal("forbidden", "noMandateForThis", { capability: "ledger.set_limits" });
  return c.html(<LimitsPage page={c.var.page} form={form} account={account} />, status);
}

async function showApprovalAmount(c: WebContext, { form, status }: RefusedForm) {
  const { account, offered } = await accountOfAddress(c);
  if (!offered.approve) throw new Refusal("forbidden", "noMandateForThis", { capability: "ledger.approve" });
  return c.html(<ApprovalAmountPage page={c.var.page} form={form} account={account} />, status);
}

/** Does what an account's form asks and goes back to the account, or shows the form again. */
async function actOn(
  c: WebContext,
  work: (typed: Typed, account: Party) => Promise<unknown>,
  again: (refused: RefusedForm) => Response | Promise<Response>,
) {
  const { account } = await accountOfAddress(c);
  const body = await readForm(c);
  try {
    await work(new Typed(body, c.var.page.language), account);
  } catch (error) {
    return again(refusedOf(c, account, error, body));
  }
  return c.redirect(accountPath(account.number), 303);
}

export const accountRoutes = new Hono<Env>()
  .get("/economy/accounts", signedIn, async (c) =>
    c.html(<AccountsPage page={c.var.page} accounts={await readableAccounts(c.var.ctx)} />),
  )
  .get(ACCOUNT, signedIn, async (c) => {
    const { ctx, page } = c.var;
    const { account, offered } = await accountOfAddress(c);
    return c.html(
      <AccountPage
        page={page}
        account={account}
        offered={offered}
        waiting={await listWaiting(ctx, account.id)}
        movements={await movementsOf(ctx, account.id, whole, {
          offset: 0,
          limit: LAST_MOVEMENTS,
          latestFirst: true,
        })}
        limits={await limitsOf(ctx, account.id)}
      />,
    );
  })
  .get(`${ACCOUNT}/pay`, signedIn, (c) => showPay(c, fresh))
  .post(`${ACCOUNT}/pay`, signedIn, (c) => payOrPreview(c))
  .get(`${ACCOUNT}/refund/:entry`, signedIn, (c) => showRefund(c, fresh))
  .post(`${ACCOUNT}/refund/:entry`, signedIn, (c) =>
    actOn(
      c,
      async (typed, account) => {
        const { entryId } = await receivedOf(c, account);
        await refundPayment(c.var.ctx, {
          requestKey: typed.get("requestKey"),
          entryId,
          reason: typed.get("reason"),
        });
      },
      (refused) => showRefund(c, refused),
    ),
  )
  .get(`${ACCOUNT}/limits`, signedIn, (c) => showLimits(c, fresh))
  .post(`${ACCOUNT}/limits`, signedIn, (c) =>
    actOn(
      c,
      async (typed, { id, currency }) => {
        const minimum = typed.limit("minimum", currency);
        const maximum = typed.limit("maximum", currency);
        typed.hold();
        const because = typed.get("because");
        await setAccountLimits(c.var.ctx, { accountId: id, minimum, maximum, because });
      },
      (refused) => showLimits(c, refused),
    ),
  )
  .get(`${ACCOUNT}/approval`, signedIn, (c) => showApprovalAmount(c, fresh))
  .post(`${ACCOUNT}/approval`, signedIn, (c) =>
    actOn(
      c,
      async (typed, { id, currency }) => {
        const above = typed.limit("above", currency);
        typed.hold();
        await setApprovalAmount(c.var.ctx, { accountId: id, above, because: typed.get("because") });
      },
      (refused) => showApprovalAmount(c, refused),
    ),
  );
