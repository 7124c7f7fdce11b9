// Who may do what with an account: whoever holds it, by a mandate of the organisation or as the person whose it is.
// Invariant: asked inside the transaction of the act, where `authorise` locks the mandate it finds; a recall counts from
// its commit on, between a preview and its confirmation as well.
import { authorise, type Capability, may, type OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import type { Party } from "./parties.views.ts";
import type { By } from "./types.ts";

type Held = Pick<Party, "kind" | "organizationId" | "personId"> & {
  readonly currency: { readonly organizationId: OrganizationId };
};

/** The organisation that answers for an account; undefined: a person does, or a module of the node. */
function answering({ kind, organizationId, currency }: Held): OrganizationId | undefined {
  if (kind === "commons") return currency.organizationId;
  return organizationId ?? undefined;
}

/** Whose people decide about what waits: those of the organisation that an act names, or of the paying account. */
export function deciderOf<Account extends Held>(
  { organizationId }: { readonly organizationId: OrganizationId | null },
  from: Account,
): Held {
  return organizationId === null
    ? from
    : { kind: "organization", organizationId, personId: null, currency: from.currency };
}

const own = (ctx: Ctx, { kind, personId }: Held) =>
  kind === "person" && ctx.actor.kind === "person" && ctx.actor.personId === personId;

/**
 * Under what the actor may do this with the account. A person does everything with their own; nobody with another's, nor
 * with those that circles, funds and clearing keep.
 */
export async function authoriseHolder(tx: Ctx, account: Held, capability: Capability): Promise<By> {
  if (tx.actor.kind === "visitor") throw new Refusal("signIn", "signInFirst");
  if (own(tx, account)) return { mandateId: null, personId: account.personId };
  const organizationId = answering(account);
  if (organizationId === undefined) throw new Refusal("missing", "accountUnknown");
  const { mandateId, personId } = await authorise(tx, capability, organizationId);
  return { mandateId, personId };
}

/**
 * Under what somebody who acted earlier could do so now, if they could: asked of people whose act waits for others or for a
 * day. Their mandate is locked as that of whoever acts.
 */
export async function authorityOf(
  tx: Ctx,
  personId: string,
  account: Held,
  capability: Capability,
): Promise<By | undefined> {
  const asThem: Ctx = { ...tx, actor: { kind: "person", personId, accountId: "" } };
  try {
    return await authoriseHolder(asThem, account, capability);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

export type Offered = { readonly pay: boolean; readonly approve: boolean; readonly limits: boolean };

/** What a page may offer on an account; undefined: the reader may not know of it. */
export async function offeredOn(ctx: Ctx, account: Held): Promise<Offered | undefined> {
  if (own(ctx, account)) return { pay: true, approve: false, limits: false };
  const organizationId = answering(account);
  if (organizationId === undefined) return undefined;
  const offered = {
    pay: await may(ctx, "ledger.transfer", organizationId),
    approve: await may(ctx, "ledger.approve", organizationId),
    limits: await may(ctx, "ledger.set_limits", account.currency.organizationId),
  };
  return offered.pay || offered.approve || offered.limits ? offered : undefined;
}
