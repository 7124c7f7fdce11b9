// Giving and recalling mandates.
import { sql } from "kysely";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { type Authority, authorise } from "./mandates.policy.ts";
import {
  mandatesAreRecalledOnce,
  noWiderThanTheGranter,
  operatingIsGivenByOperators,
  someoneKeepsOperating,
} from "./mandates.rules.ts";
import {
  type GrantMandateInput,
  grantMandateInput,
  type RecallMandateInput,
  recallMandateInput,
  type RegisterPersonInput,
  registerPersonInput,
} from "./mandates.schema.ts";
import {
  findGranted,
  findOffice,
  insertMandate,
  insertPerson,
  lockMandate,
  markRecalled,
  type NewMandate,
} from "./mandates.store.ts";
import { tables } from "./tables.ts";
import type { MandateId, PersonId } from "./types.ts";

/**
 * Gives a person an office by a decision; needs `mandate.grant` for the organisation, with a reach that is not exceeded.
 * The same form sent twice gives one mandate.
 */
export async function grantMandate(ctx: Ctx, input: GrantMandateInput): Promise<MandateId> {
  const wanted = parse(grantMandateInput, input);
  return transact(ctx, async (tx) => {
    const authority = await authoriseGrant(tx, wanted);
    const organization = await publicFacts(tx, wanted.organizationId);
    await holdPerson(tx, wanted.personId);
    const earlier = await findGranted(tx, wanted);
    if (earlier) return earlier;
    const id = await insertMandate(tx, wanted, authority.mandateId);
    await appendAct(tx, {
      type: "confederation.mandate.granted",
      subject: `/organizations/${organization.slug}`,
      mandateId: authority.mandateId,
      record: {
        mandate: id,
        office: wanted.office,
        covers: wanted.covers,
        startsAt: wanted.startsAt.toISOString(),
        endsAt: wanted.endsAt?.toISOString() ?? null,
        decision: wanted.decision,
      },
    });
    return id;
  });
}

/**
 * Lists somebody to whom a mandate can be given; needs `mandate.grant` for the organisation. They need no account:
 * a spokesperson may be named without ever signing in.
 */
export async function registerPerson(ctx: Ctx, input: RegisterPersonInput): Promise<PersonId> {
  const { name, organizationId, accountId } = parse(registerPersonInput, input);
  return transact(ctx, async (tx) => {
    await authorise(tx, "mandate.grant", organizationId);
    return insertPerson(tx, name, accountId);
  });
}

/** Ends a mandate at once by a decision; needs `mandate.recall` for its organisation. */
export async function recallMandate(ctx: Ctx, input: RecallMandateInput): Promise<void> {
  const wanted = parse(recallMandateInput, input);
  return transact(ctx, async (tx) => {
    const mandate = await lockMandate(tx, wanted.mandateId);
    if (!mandate) throw new Refusal("missing", "mandateUnknown");
    const authority = await authorise(tx, "mandate.recall", mandate.organizationId);
    const office = await findOffice(tx, mandate.office);
    const operates = mandate.covers === "node" && office?.capabilities.includes("node.operate") === true;
    hold([
      mandatesAreRecalledOnce(mandate),
      someoneKeepsOperating(operates, await otherOperators(tx, mandate.id)),
    ]);
    await markRecalled(tx, mandate.id, wanted.decision, authority.mandateId);
    const organization = await publicFacts(tx, mandate.organizationId);
    await appendAct(tx, {
      type: "confederation.mandate.recalled",
      subject: `/organizations/${organization.slug}`,
      mandateId: authority.mandateId,
      record: { mandate: mandate.id, office: mandate.office, decision: wanted.decision },
    });
  });
}

/** Under what this office may be given with this reach; whether by a mandate or by an invitation to one. */
export async function authoriseGrant(
  tx: Ctx,
  wanted: Pick<NewMandate, "organizationId" | "office" | "covers">,
): Promise<Authority> {
  const office = await findOffice(tx, wanted.office);
  const operates = office?.capabilities.includes("node.operate") === true;
  const authority = await authorise(
    tx,
    "mandate.grant",
    wanted.organizationId,
    operates ? "node" : wanted.covers,
  );
  if (!office) throw new Refusal("invalid", "officeUnknown", { office: wanted.office });
  hold(
    [
      noWiderThanTheGranter(wanted.covers, authority.covers),
      operatingIsGivenByOperators(office.capabilities, authority.covers),
    ],
    "forbidden",
  );
  return authority;
}

async function holdPerson(tx: Ctx, personId: PersonId): Promise<void> {
  const found = await tables(tx.db)
    .selectFrom("people")
    .select("id")
    .where("id", "=", personId)
    .executeTakeFirst();
  if (!found) throw new Refusal("missing", "personUnknown");
}

async function publicFacts(tx: Ctx, organizationId: string): Promise<{ slug: string }> {
  const found = await tables(tx.db)
    .selectFrom("organizations")
    .select("slug")
    .where("id", "=", organizationId)
    .executeTakeFirst();
  if (!found) throw new Refusal("missing", "organizationUnknown");
  return found;
}

async function otherOperators(tx: Ctx, mandateId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct m.person_id)::int as count from mandates m join offices o on o.key = m.office
    where m.id <> ${mandateId} and m.covers = 'node' and 'node.operate' = any(o.capabilities) and m.recalled_at is null
      and m.starts_at <= ${tx.now} and (m.ends_at is null or m.ends_at > ${tx.now})`.execute(tx.db);
  return rows[0]?.count ?? 0;
}
