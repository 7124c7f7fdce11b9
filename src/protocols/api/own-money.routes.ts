// Accounts and payments in the JSON API, for whoever has signed in: their session's cookie, from this node's own origin, as
// every write here. They are no part of what other sites may read.
import { Hono } from "hono";
import type { z } from "zod";
import {
  askPayment,
  dayOf,
  findParty,
  findPartyByNumber,
  findRequest,
  offeredOn,
  type Party,
  partiesOf,
  pay,
  requestPath,
  requestState,
} from "#ledger";
import { listMandates } from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { amountOf, amountText } from "./amounts.ts";
import {
  type ownAccounts,
  type requestAnswer,
  requestBody,
  transferBody,
  type transferAnswer,
} from "./ledger.schema.ts";
import { holdSignedIn, keyOf, readBody } from "./writes.ts";

const holderOf = (
  ctx: Ctx,
  { organization, name, number }: Pick<Party, "organization" | "name" | "number">,
) => (organization ? textIn(organization.name, ctx.language).text : (name ?? number));

/** An account that the actor keeps; any other is the same as none. */
async function keptAccount(ctx: Ctx, number: string): Promise<Party> {
  const account = await findPartyByNumber(ctx, number);
  if (!account || !(await offeredOn(ctx, account))?.pay) throw new Refusal("missing", "accountUnknown");
  return account;
}

async function listOwn(ctx: Ctx): Promise<z.infer<typeof ownAccounts>> {
  const personId = holdSignedIn(ctx);
  const mandates = await listMandates(ctx.db, { personId }, ctx.now);
  const organizationIds = mandates.map(({ organizationId }) => organizationId);
  const accounts: z.infer<typeof ownAccounts>["accounts"] = [];
  for (const account of await partiesOf(ctx, { personId, organizationIds })) {
    const offered = await offeredOn(ctx, account);
    if (!offered || !(offered.pay || offered.approve) || account.kind === "issuer") continue;
    const { currency } = account;
    const text = (amount: bigint) => amountText(amount, currency) ?? "0";
    accounts.push({
      number: account.number,
      holder: holderOf(ctx, account),
      currency: currency.slug,
      code: currency.code,
      posted: text(account.posted),
      held: text(account.pendingOut),
      coming: text(account.pendingIn),
      minimum: amountText(account.minimum, currency),
      maximum: amountText(account.maximum, currency),
      mayPay: offered.pay,
    });
  }
  return { accounts };
}

async function readRequest(ctx: Ctx, token: string): Promise<z.infer<typeof requestAnswer>> {
  const request = /^[a-z2-7]{24}$/u.test(token) ? await findRequest(ctx, token) : undefined;
  const account = request && (await findParty(ctx, request.to));
  if (!request || !account) throw new Refusal("missing", "paymentRequestUnknown");
  return {
    token,
    url: ctx.node.origin + requestPath(token),
    to: account.number,
    payee: holderOf(ctx, account),
    amount: amountText(request.amount, account.currency),
    text: request.text,
    many: request.many,
    state: requestState(request, dayOf(ctx.now)),
  };
}

export const ownMoneyRoutes = new Hono<Env>()
  .get("/api/v1/accounts", async (c) => c.json(await listOwn(c.var.ctx)))
  .post("/api/v1/transfers", async (c) => {
    const { ctx } = c.var;
    holdSignedIn(ctx);
    const requestKey = keyOf(c);
    const { from, to, amount, text, request } = parse(transferBody, await readBody(c));
    const account = await keptAccount(ctx, from);
    const paid = await pay(ctx, {
      requestKey,
      from: account.id,
      to,
      amount: amountOf(amount, account.currency),
      text,
      token: request,
    });
    const answer: z.infer<typeof transferAnswer> = {
      state: paid.state,
      entry: paid.state === "posted" ? paid.entryId : null,
      approval: paid.state === "waiting" ? paid.approvalId : null,
    };
    return c.json(answer, paid.state === "posted" ? 201 : 202);
  })
  .post("/api/v1/payment-requests", async (c) => {
    const { ctx } = c.var;
    holdSignedIn(ctx);
    const requestKey = keyOf(c);
    const { to, amount, ...asked } = parse(requestBody, await readBody(c));
    const account = await keptAccount(ctx, to);
    const minor = amount === null ? null : amountOf(amount, account.currency);
    const token = await askPayment(ctx, { ...asked, requestKey, to: account.id, amount: minor });
    return c.json(await readRequest(ctx, token), 201);
  })
  .get("/api/v1/payment-requests/:token", async (c) =>
    c.json(await readRequest(c.var.ctx, c.req.param("token"))),
  );
