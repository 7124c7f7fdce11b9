// Which accounts a reader may look into, and the one that an address names.
// Invariant: an account that the reader may not know of is the same as one that is not there.
import { listMandates, type OrganizationId } from "#confederation";
import { findPartyByNumber, type Offered, offeredOn, partiesOf, type Party } from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import type { WebContext } from "../request.ts";

export type ReadableAccount = { readonly account: Party; readonly offered: Offered };

/** The reader's own accounts and those of organisations for which they hold a mandate that sees them. */
export async function readableAccounts(ctx: Ctx): Promise<ReadableAccount[]> {
  if (ctx.actor.kind !== "person") return [];
  const { personId } = ctx.actor;
  const mandates = await listMandates(ctx.db, { personId }, ctx.now);
  const organizationIds = [...new Set(mandates.map(({ organizationId }) => organizationId))];
  const found: ReadableAccount[] = [];
  for (const account of await partiesOf(ctx, { personId, organizationIds })) {
    const offered = await offeredOn(ctx, account);
    if (offered && account.kind !== "issuer") found.push({ account, offered });
  }
  return found;
}

/** Organisations for which the reader holds a mandate, by their names: to offer in forms. The acts ask again. */
export async function ownOrganizations(ctx: Ctx) {
  if (ctx.actor.kind !== "person") return [];
  const mandates = await listMandates(ctx.db, { personId: ctx.actor.personId }, ctx.now);
  const found = new Map<OrganizationId, (typeof mandates)[number]["organizationName"]>();
  for (const mandate of mandates) found.set(mandate.organizationId, mandate.organizationName);
  return [...found].map(([id, name]) => ({ id, name }));
}

/** The account of the address, for whoever may look into it. */
export async function accountOfAddress(c: WebContext): Promise<ReadableAccount> {
  const account = await findPartyByNumber(c.var.ctx, c.req.param("number") ?? "");
  const offered = account && (await offeredOn(c.var.ctx, account));
  if (!account || !offered) throw new Refusal("missing", "accountUnknown");
  return { account, offered };
}

/** The account of the address, for whoever may see its movements. */
export async function readableOf(c: WebContext): Promise<Party> {
  const { account, offered } = await accountOfAddress(c);
  if (!(offered.pay || offered.approve))
    throw new Refusal("forbidden", "noMandateForThis", { capability: "ledger.transfer" });
  return account;
}
