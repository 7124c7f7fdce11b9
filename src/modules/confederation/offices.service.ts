// Offices are data: an assembly names its own, and says what each may do.
import { sql } from "kysely";
import { z } from "zod";
import { type Ctx, transact } from "#platform/context";
import { appendAct } from "#platform/log/append";
import { multilingual } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { authorise } from "./mandates.policy.ts";
import { findOffice, writeOffice } from "./mandates.store.ts";
import { someOfficeKeepsOperating } from "./offices.rules.ts";
import { capabilities } from "./types.ts";

export const defineOfficeInput = z.object({
  /** Stays as it is for ever: mandates name it. */
  key: z.string().regex(/^[a-z][a-z_]{1,39}$/, "officeKeyMalformed"),
  name: multilingual(80),
  capabilities: z.array(z.enum(capabilities)).max(capabilities.length),
});
export type DefineOfficeInput = z.input<typeof defineOfficeInput>;

/**
 * Adds an office, or changes the name and the capabilities of one; needs `node.operate`. Whoever holds the office may do
 * at once what it now carries, and no longer what it does not. Refuses with `lastOperatorStays`.
 */
export async function defineOffice(ctx: Ctx, input: DefineOfficeInput): Promise<void> {
  const wanted = parse(defineOfficeInput, input);
  await transact(ctx, async (tx) => {
    const authority = await authorise(tx, "node.operate", null);
    const before = await findOffice(tx, wanted.key);
    hold(someOfficeKeepsOperating(wanted, await operatingMandates(tx)));
    await writeOffice(tx, { ...wanted, capabilities: [...new Set(wanted.capabilities)] });
    await appendAct(tx, {
      type: "confederation.office.defined",
      subject: "/organizations",
      mandateId: authority.mandateId,
      record: {
        office: wanted.key,
        name: wanted.name,
        capabilities: wanted.capabilities,
        before: before?.capabilities ?? null,
      },
    });
  });
}

/** Mandates in force over the whole node that allow operating it. */
async function operatingMandates(tx: Ctx): Promise<{ office: string }[]> {
  const { rows } = await sql<{ office: string }>`
    select m.office from mandates m join offices o on o.key = m.office
    where m.covers = 'node' and 'node.operate' = any(o.capabilities) and m.recalled_at is null
      and m.starts_at <= ${tx.now} and (m.ends_at is null or m.ends_at > ${tx.now})`.execute(tx.db);
  return rows;
}
