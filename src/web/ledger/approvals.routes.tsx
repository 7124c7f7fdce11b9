// Payments that wait for a second person, for those who keep the paying account.
import { Hono } from "hono";
import {
  approvePayment,
  deciderOf,
  findApproval,
  findParty,
  offeredOn,
  refusePayment,
  withdrawPayment,
} from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { isId } from "#platform/ids";
import { emptyForm } from "../layout/forms.tsx";
import type { RefusedForm } from "../refused-forms.ts";
import { type Env, type FormBody, readForm, signedIn, type WebContext } from "../request.ts";
import { refusedOf } from "./accounts.routes.tsx";
import { ApprovalPage } from "./approvals.page.tsx";

const APPROVAL = "/economy/approvals/:id";

/** One that the reader may not know of is the same as one that is not there. */
async function approvalOfAddress(c: WebContext) {
  const id = c.req.param("id") ?? "";
  const approval = isId(id) ? await findApproval(c.var.ctx, id) : undefined;
  const account = approval && (await findParty(c.var.ctx, approval.from));
  const offered = account && (await offeredOn(c.var.ctx, deciderOf(approval, account)));
  if (!approval || !account || !offered || !(offered.pay || offered.approve))
    throw new Refusal("missing", "approvalUnknown");
  return { approval, account, offered };
}

async function show(c: WebContext, { form, status }: RefusedForm) {
  const found = await approvalOfAddress(c);
  return c.html(<ApprovalPage page={c.var.page} form={form} now={c.var.ctx.now} {...found} />, status);
}

async function decide(c: WebContext, work: (ctx: Ctx, id: string, body: FormBody) => Promise<unknown>) {
  const { approval, account } = await approvalOfAddress(c);
  const body = await readForm(c);
  try {
    await work(c.var.ctx, approval.id, body);
  } catch (error) {
    return show(c, refusedOf(c, account, error, body));
  }
  return c.redirect(`/economy/approvals/${approval.id}`, 303);
}

export const approvalRoutes = new Hono<Env>()
  .get(APPROVAL, signedIn, (c) => show(c, { form: emptyForm, status: 200 }))
  .post(`${APPROVAL}/approve`, signedIn, (c) =>
    decide(c, (ctx, approvalId) => approvePayment(ctx, { approvalId })),
  )
  .post(`${APPROVAL}/refuse`, signedIn, (c) =>
    decide(c, (ctx, approvalId, body) => refusePayment(ctx, { approvalId, reason: body.get("reason") })),
  )
  .post(`${APPROVAL}/withdraw`, signedIn, (c) =>
    decide(c, (ctx, approvalId) => withdrawPayment(ctx, { approvalId })),
  );
