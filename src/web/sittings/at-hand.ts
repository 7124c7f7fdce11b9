// What the routes of a sitting read before they draw or do anything.
import {
  findOrganOfMeeting,
  findSitting,
  listCongressRequests,
  listOrgans,
  type OwnPlace,
  placeIn,
  requestsPath,
  type SittingView,
} from "#assembly";
import { may } from "#confederation";
import { type CongressText, findEdition, listAmendments, listTexts, readConflicts } from "#congress";
import type { Capability } from "#confederation";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import type { Choice } from "../layout/forms.tsx";
import type { Page, WebContext } from "../request.ts";
import type { VoteChoice } from "./chair.page.tsx";

export const SITTING = "/congress/:edition/sittings/:number{[1-9][0-9]{0,3}}";

export function addressOf(c: WebContext): { readonly edition: string; readonly number: number } {
  return { edition: c.req.param("edition") ?? "", number: Number(c.req.param("number")) };
}

/** The sitting at the address and what its reader is in it; people by name for those at the chair's table. */
export async function readAtHand(c: WebContext): Promise<{ view: SittingView; own: OwnPlace }> {
  const { ctx } = c.var;
  const { edition, number } = addressOf(c);
  const open = await findSitting(ctx, edition, number);
  if (!open) throw new Refusal("missing", "pageUnknown");
  const own = await placeIn(ctx, open);
  const view = own.desk ? await findSitting(ctx, edition, number, true) : open;
  return { view: view ?? open, own };
}

export function needs(allowed: boolean, capability: Capability): void {
  if (!allowed) throw new Refusal("forbidden", "noMandateForThis", { capability });
}

export async function readEditionAt(c: WebContext) {
  const edition = await findEdition(c.var.ctx.db, c.req.param("edition") ?? "");
  if (!edition) throw new Refusal("missing", "pageUnknown");
  return edition;
}

/** The organs of an edition over which the reader presides, by their slugs. */
export async function ownOrgans(c: WebContext, editionId: SittingView["editionId"]): Promise<Choice[]> {
  const { ctx, page } = c.var;
  const choices: Choice[] = [];
  for (const organ of await listOrgans(ctx.db, editionId))
    if (await may(ctx, "congress.preside", organ.organizationId))
      choices.push({ value: organ.slug, label: textIn(organ.name, page.language).text });
  return choices;
}

const AMENDMENTS_TO_CHOOSE = 200;

/** More than these are compared on the page of their order alone: the chair's table is read at every act. */
const MOST_IN_ORDER = 60;

/** The places of a text's amendments in the order of votes; none where there are too many to find them at once. */
async function placesOf(
  { ctx }: Papers,
  view: SittingView,
  text: CongressText,
  waiting: number,
): Promise<ReadonlyMap<number, number>> {
  if (waiting < 2 || waiting > MOST_IN_ORDER) return new Map();
  const edition = { slug: view.editionSlug };
  const { turns } = await readConflicts(ctx.db, { edition, text }, () => false);
  return new Map(turns.map(({ number }, place) => [number, place]));
}

type Papers = { readonly page: Page; readonly ctx: WebContext["var"]["ctx"] };

/**
 * Texts of the edition and their amendments that are still to be voted, in the order in which they are put, as
 * `text whole 3` or `text amendment 7`.
 */
export async function readPapers({ page, ctx }: Papers, view: SittingView): Promise<VoteChoice[]> {
  const edition = { id: view.editionId, slug: view.editionSlug };
  const open = view.items.find(({ id }) => id === view.openItemId);
  const isOnTheTable = (text: string, amendment: number | null) =>
    open?.documents.some((one) => one.text === text && one.amendment === amendment) === true;
  const found: VoteChoice[] = [];
  for (const text of await listTexts(ctx.db, edition)) {
    if (text.state !== "open") continue;
    const title = textIn(text.title, page.language).text;
    const whole = page.t("sittings.wholeText", { title });
    const value = `${text.slug} whole ${text.lastVersion}`;
    found.push({ value, label: whole, onTheTable: isOnTheTable(text.slug, null) });
    const range = { offset: 0, limit: AMENDMENTS_TO_CHOOSE };
    const waiting = (await listAmendments(ctx.db, edition, text, range)).filter(
      ({ state }) => state === "proposed" || state === "quorum_not_reached",
    );
    const places = await placesOf({ page, ctx }, view, text, waiting.length);
    const placeOf = ({ number }: { number: number }) => places.get(number) ?? places.size;
    for (const { number, title: of } of waiting.toSorted((one, next) => placeOf(one) - placeOf(next))) {
      const words = `${page.t("sittings.amendment", { number })} · ${textIn(of, page.language).text}`;
      const label = `${title}: ${words}`;
      found.push({
        value: `${text.slug} amendment ${number}`,
        label,
        onTheTable: isOnTheTable(text.slug, number),
      });
    }
  }
  return found;
}

/** Where requests of regional meetings that wait are put on an agenda, if any wait and this is no such meeting. */
export async function requestsAtHand(c: WebContext, view: Pick<SittingView, "editionId" | "editionSlug">) {
  const { db } = c.var.ctx;
  if (await findOrganOfMeeting(db, view.editionId)) return null;
  const { length: count } = await listCongressRequests(db, { waiting: true });
  return count === 0 ? null : { href: requestsPath(view.editionSlug), count };
}
