// The first act of a node: its name, its first organisation, and the mandate of whoever runs it.
// Invariant: it happens once. Every later authority derives from the mandate given here.
import { z } from "zod";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { type Multilingual, multilingual } from "#platform/multilingual";
import { nodeProfile, readProfile, writeProfile } from "#platform/settings";
import { parse } from "#platform/validation";
import { defaultOffices } from "./default-offices.ts";
import { insertMandate, insertOffices, insertPerson } from "./mandates.store.ts";
import { slugFor } from "./slugs.ts";
import { tables } from "./tables.ts";
import { type MandateId, type OrganizationId, organizationKinds, type PersonId } from "./types.ts";

export const foundNodeInput = z.object({
  profile: nodeProfile,
  organization: z.object({
    name: multilingual(200),
    kind: z.enum(organizationKinds).default("network"),
    externalId: z.string().min(1).max(120).optional(),
    isExample: z.boolean().default(false),
  }),
  person: z.object({
    name: z.string().trim().min(1, "textIsEmpty").max(160, "textTooLong"),
    accountId: z.string().min(1),
  }),
});
export type FoundNodeInput = z.input<typeof foundNodeInput>;

/** What the first mandate rests on; every later one rests on a decision of an assembly. */
const foundingDecision: Multilingual = {
  source: "es",
  texts: {
    es: "Fundación del nodo",
    en: "Founding of the node",
    pt: "Fundação do nó",
    fr: "Fondation du nœud",
  },
};

export type Founded = { organizationId: OrganizationId; personId: PersonId; mandateId: MandateId };

/** Sets the node up; refuses with `nodeAlreadyFounded` the second time. Only the node's shell (or its one-time link) may. */
export async function foundNode(ctx: Ctx, input: FoundNodeInput): Promise<Founded> {
  const wanted = parse(foundNodeInput, input);
  if (ctx.actor.kind !== "shell") throw new Refusal("forbidden", "onlyTheFoundingLink");
  return transact(ctx, async (tx) => {
    if (await readProfile(tx.db)) throw new Refusal("conflict", "nodeAlreadyFounded");
    await writeProfile(tx, wanted.profile);
    await insertOffices(tx, defaultOffices);
    const { name, kind, externalId, isExample } = wanted.organization;
    const organizationId = tx.newId() as OrganizationId;
    const slug = slugFor(name.texts[name.source] ?? "", new Set());
    await tables(tx.db)
      .insertInto("organizations")
      .values({
        id: organizationId,
        slug,
        external_id: externalId ?? null,
        kind,
        name: JSON.stringify(name),
        status: "affiliated",
        is_example: isExample,
        languages: [...new Set(wanted.profile.languages)],
        created_at: tx.now,
        updated_at: tx.now,
      })
      .execute();
    const personId = await insertPerson(tx, wanted.person.name, wanted.person.accountId);
    const mandateId = await insertMandate(
      tx,
      {
        personId,
        organizationId,
        office: "operator",
        covers: "node",
        startsAt: tx.now,
        endsAt: null,
        decision: foundingDecision,
      },
      null,
    );
    await appendAct(tx, {
      type: "node.founded",
      subject: `/organizations/${slug}`,
      mandateId: null,
      record: {
        name: wanted.profile.name,
        languages: wanted.profile.languages,
        organization: organizationId,
        mandate: mandateId,
      },
    });
    return { organizationId, personId, mandateId };
  });
}
