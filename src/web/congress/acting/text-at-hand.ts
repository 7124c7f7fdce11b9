// The text that an address names, with what whoever reads it may do there.
import { findSittingUnderWay } from "#assembly";
import {
  type Edition,
  findTextView,
  type ReadingRule,
  type Standing,
  standingAt,
  type TextId,
  type TextState,
  type TextVersionBody,
} from "#congress";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import type { Choice } from "../../layout/forms.tsx";
import type { WebContext } from "../../request.ts";

export type TextAtHand = {
  readonly id: TextId;
  readonly edition: Edition;
  readonly slug: string;
  /** `/congress/{edition}/texts/{text}`. */
  readonly path: string;
  /** In the reader's language. */
  readonly title: string;
  readonly language: string;
  readonly state: TextState;
  readonly authentic: readonly string[];
  readonly reading: ReadingRule;
  readonly lastVersion: number;
  readonly adoptedVersion: number | null;
  readonly standing: Standing;
  /** The chair's table of the sitting that is open now. */
  readonly table: string | null;
  /** Of the version that a reader sees first. */
  readonly body: TextVersionBody;
};

/** The slugs of the request's address. */
export function textAddress(c: WebContext): { edition: string; text: string } {
  return { edition: c.req.param("edition") ?? "", text: c.req.param("text") ?? "" };
}

/** Where whoever presides over the open sitting of an edition calls votes; null while none is open. */
export async function chairsTable(c: WebContext, edition: string): Promise<string | null> {
  const sitting = await findSittingUnderWay(c.var.ctx.db, edition);
  return sitting ? `${sitting.href}/chair` : null;
}

/** Refuses with `textUnknown` where there is none. */
export async function readText(c: WebContext): Promise<TextAtHand> {
  const address = textAddress(c);
  const found = await findTextView(c.var.ctx.db, address.edition, address.text);
  if (!found) throw new Refusal("missing", "textUnknown", { text: address.text });
  const { edition, text, version } = found;
  return {
    id: text.id,
    edition,
    slug: text.slug,
    path: text.href,
    title: textIn(text.title, c.var.page.language).text,
    language: text.language,
    state: text.state,
    authentic: text.authentic,
    reading: text.reading,
    lastVersion: text.lastVersion,
    adoptedVersion: text.adoptedVersion,
    standing: await standingAt(c.var.ctx, edition),
    table: await chairsTable(c, edition.slug),
    body: version.body,
  };
}

/** The delegations for which the reader may do this, to choose from. */
export function delegationsOf(
  at: Pick<TextAtHand, "standing">,
  language: string,
  may: "mayPropose" | "mayVote" | "maySign",
): Choice[] {
  return at.standing.delegations
    .filter((delegation) => delegation[may])
    .map(({ organization }) => ({ value: organization.id, label: textIn(organization.name, language).text }));
}
