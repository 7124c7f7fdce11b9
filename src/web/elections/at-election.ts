// What every page below an edition or an election begins with.
import { type EditionView, findEdition, type Standing, standingAt } from "#congress";
import { type ElectionView, findElection } from "#elections";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import type { Choice } from "../layout/forms.tsx";
import type { WebContext } from "../request.ts";

export const ELECTIONS = "/congress/:edition/elections";
export const ELECTION = `${ELECTIONS}/:number{[1-9][0-9]{0,5}}` as const;

export type Status = 200 | 403 | 409 | 413 | 422;

export async function atEdition(c: WebContext): Promise<{ edition: EditionView; standing: Standing }> {
  const edition = await findEdition(c.var.ctx.db, c.req.param("edition") ?? "");
  if (!edition) throw new Refusal("missing", "pageUnknown");
  return { edition, standing: await standingAt(c.var.ctx, edition) };
}

export async function atElection(c: WebContext): Promise<{ election: ElectionView; standing: Standing }> {
  const number = Number(c.req.param("number"));
  const election = await findElection(c.var.ctx.db, c.req.param("edition") ?? "", number);
  if (!election) throw new Refusal("missing", "pageUnknown");
  return { election, standing: await standingAt(c.var.ctx, election.edition) };
}

export const addressOf = (c: WebContext) => ({
  edition: c.req.param("edition") ?? "",
  election: Number(c.req.param("number")),
});

/** The reader's own delegations that may do something, to choose among. */
export function ownChoices(
  { delegations }: Standing,
  language: string,
  may: (one: Standing["delegations"][number]) => boolean,
): Choice[] {
  return delegations.filter(may).map(({ organization }) => ({
    value: organization.id,
    label: textIn(organization.name, language).text,
  }));
}
