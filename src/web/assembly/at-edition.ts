// The edition in an address, and what its reader may do in its room.
import { standingInRoom, type StandingInRoom } from "#assembly";
import type { Capability } from "#confederation";
import { type Edition, findEditionBySlug } from "#congress";
import { Refusal } from "#platform/errors";
import type { WebContext } from "../request.ts";

export type AtEdition = { readonly edition: Edition; readonly standing: StandingInRoom };

export async function atEdition(c: WebContext): Promise<AtEdition> {
  const edition = await findEditionBySlug(c.var.ctx.db, c.req.param("edition") ?? "");
  if (!edition) throw new Refusal("missing", "pageUnknown");
  return { edition, standing: await standingInRoom(c.var.ctx, edition) };
}

/** Refuses before something is shown that its reader may not see. */
export function needs(allowed: boolean, capability: Capability): void {
  if (!allowed) throw new Refusal("forbidden", "noMandateForThis", { capability });
}
