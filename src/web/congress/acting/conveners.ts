// For whom the reader may call a congress. The list of congresses and the form ask the same, so that nobody who may convene
// has to know the address of the form.
import { listMandates, may } from "#confederation";
import { textIn } from "#platform/multilingual";
import type { Choice } from "../../layout/forms.tsx";
import type { WebContext } from "../../request.ts";

/** The organisations of the reader's mandates for which they may convene. */
export async function conveners(c: WebContext): Promise<Choice[]> {
  const { ctx, page } = c.var;
  if (ctx.actor.kind !== "person") return [];
  const found = new Map<string, Choice>();
  for (const held of await listMandates(ctx.db, { personId: ctx.actor.personId }, ctx.now)) {
    const { organizationId: value, organizationName } = held;
    if (!found.has(value) && (await may(ctx, "congress.convene", value)))
      found.set(value, { value, label: textIn(organizationName, page.language).text });
  }
  return [...found.values()];
}
