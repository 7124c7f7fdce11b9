// Reading pages of the congress.
import { Hono } from "hono";
import {
  type AmendmentDetail,
  type AmendmentInPlace,
  countAmendments,
  countSignatures,
  findAmendment,
  findAmendmentInPlace,
  findEdition,
  findMotionOfText,
  findRollCall,
  findText,
  findTextView,
  listAdoptionTranslations,
  listAmendments,
  listEditions,
  listReadings,
  listRollCalls,
  listSections,
  listSignatures,
  listVersions,
  motionPath,
  type RollCallId,
  standingAt,
  type TextView,
} from "#congress";
import { findSittingOfMinutes, listSittings, sittingPath, standingInRoom } from "#assembly";
import { Refusal } from "#platform/errors";
import { isId, newId } from "#platform/ids";
import { textIn } from "#platform/multilingual";
import { askedPage, pageOf, rangeOf } from "../layout/paging.tsx";
import type { Env, WebContext } from "../request.ts";
import { conveners } from "./acting/conveners.ts";
import { offersAtAmendment } from "./acting/offers.ts";
import { chairsTable } from "./acting/text-at-hand.ts";
import { AmendmentPage } from "./amendment.page.tsx";
import { conflictRoutes } from "./conflicts.routes.tsx";
import { CalledPage, EditionPage, EditionsPage, TextsPage } from "./editions.page.tsx";
import { AdoptionPage, AmendmentsPage, RollCallPage, SignaturesPage, VersionsPage } from "./history.page.tsx";
import { sittingAtHand, sittingOfText } from "./sitting-at-hand.ts";
import { TextPage } from "./text.page.tsx";
import { partOf, partsOf, type TextUnit, unitsOf } from "./text-parts.ts";

const NUMBER = ":number{[1-9][0-9]{0,5}}";

/** The language to show a text in: what was asked for, the reader's, or its own. */
function shownLanguage(c: WebContext, languages: readonly string[]): string {
  const wishes = [c.req.query("in"), c.var.page.language];
  return wishes.find((tag) => tag !== undefined && languages.includes(tag)) ?? languages[0] ?? "es";
}

async function readText(c: WebContext, version?: number): Promise<TextView & { shownIn: string }> {
  const { edition = "", text = "" } = c.req.param() as { edition?: string; text?: string };
  const own = await findTextView(c.var.ctx.db, edition, text, { version });
  if (!own) throw new Refusal("missing", "pageUnknown");
  const shownIn = shownLanguage(c, own.languages);
  if (shownIn === own.text.language) return { ...own, shownIn };
  const translated = await findTextView(c.var.ctx.db, edition, text, { version, language: shownIn });
  return { ...(translated ?? own), shownIn };
}

/** The part that the address names, by its number or by a paragraph in it, or the whole. */
function askedPart(c: WebContext, parts: readonly TextUnit[][]): number | "all" {
  const paragraph = c.req.query("p");
  if (c.req.query("part") === "all") return "all";
  if (paragraph && c.req.query("part") === undefined) return partOf(parts, paragraph);
  return Math.min(askedPage(c, "part"), parts.length);
}

/** Where a text came from, where that was not the import or the drafting of the edition itself. */
async function originOf(c: WebContext, { edition, text }: Pick<TextView, "edition" | "text">) {
  const { ctx, page } = c.var;
  const motion = await findMotionOfText(ctx.db, text.id);
  if (motion !== undefined)
    return {
      href: motionPath(edition.slug, motion),
      label: page.t("motions.motionNumber", { number: motion }),
    };
  const sitting = await findSittingOfMinutes(ctx.db, text.id);
  return (
    sitting && {
      href: sittingPath(edition.slug, sitting.number),
      label: textIn(sitting.title, page.language).text,
    }
  );
}

async function showText(c: WebContext, version?: number) {
  const { ctx, page } = c.var;
  const { shownIn, ...view } = await readText(c, version);
  const parts = partsOf(unitsOf(view));
  const [rollCalls, amendments, signatures, standing] = [
    await listRollCalls(ctx.db, view.text.id, null),
    await countAmendments(ctx.db, view.text.id),
    await countSignatures(ctx.db, view.text.id),
    await standingAt(ctx, view.edition),
  ];
  return c.html(
    <TextPage
      page={page}
      view={view}
      shownIn={shownIn}
      parts={parts}
      part={askedPart(c, parts)}
      adoption={rollCalls.at(-1)}
      origin={await originOf(c, view)}
      amendments={amendments}
      signatures={signatures}
      readings={view.text.reading.readings > 1 ? await listReadings(ctx.db, view.text.id) : []}
      mayPropose={
        view.text.state === "open" &&
        view.text.amendable &&
        standing.delegations.some((each) => each.mayPropose)
      }
    />,
  );
}

/** A text by its address, without its words. */
async function knownText(c: WebContext) {
  const { edition = "", text = "" } = c.req.param() as { edition?: string; text?: string };
  const found = await findText(c.var.ctx.db, edition, text);
  if (!found) throw new Refusal("missing", "pageUnknown");
  return found;
}

async function offersAt(c: WebContext, detail: AmendmentDetail, { secondary }: AmendmentInPlace) {
  const { edition, text, amendment } = detail;
  const { id, state } = text;
  const standing = await standingAt(c.var.ctx, edition);
  const at = { id, state, standing, table: await chairsTable(c, edition.slug) };
  return offersAtAmendment(c.var, at, amendment, secondary);
}

const AMENDMENTS_A_PAGE = 40;
const VERSIONS_A_PAGE = 40;
const SIGNATURES_A_PAGE = 30;

export const congressRoutes = new Hono<Env>()
  .route("/", conflictRoutes)
  .get("/congress", async (c) => {
    const { ctx, page } = c.var;
    const mayConvene = (await conveners(c)).length > 0;
    return c.html(<EditionsPage page={page} editions={await listEditions(ctx.db)} mayConvene={mayConvene} />);
  })
  .get("/congress/:edition", async (c) => {
    const { ctx, page } = c.var;
    const edition = await findEdition(ctx.db, c.req.param("edition"));
    if (!edition) throw new Refusal("missing", "pageUnknown");
    return c.html(
      <EditionPage
        page={page}
        edition={edition}
        standing={await standingAt(ctx, edition)}
        room={await standingInRoom(ctx, edition)}
        sitting={sittingAtHand(await listSittings(ctx.db, { edition: edition.slug }), ctx.now)}
        asked={askedPage(c)}
      />,
    );
  })
  .get("/congress/:edition/texts", async (c) => {
    const edition = await findEdition(c.var.ctx.db, c.req.param("edition"));
    if (!edition) throw new Refusal("missing", "pageUnknown");
    return c.html(<TextsPage page={c.var.page} edition={edition} asked={askedPage(c)} />);
  })
  .get("/congress/:edition/called", async (c) => {
    const edition = await findEdition(c.var.ctx.db, c.req.param("edition"));
    if (!edition || edition.callsAll) throw new Refusal("missing", "pageUnknown");
    return c.html(<CalledPage page={c.var.page} edition={edition} asked={askedPage(c)} />);
  })
  .get("/congress/:edition/texts/:text", (c) => showText(c))
  .get(`/congress/:edition/texts/:text/versions/${NUMBER}`, (c) => showText(c, Number(c.req.param("number"))))
  .get("/congress/:edition/texts/:text/amendments", async (c) => {
    const { ctx, page } = c.var;
    const { edition, text } = await knownText(c);
    const range = rangeOf(await countAmendments(ctx.db, text.id), askedPage(c), AMENDMENTS_A_PAGE);
    const items = await listAmendments(ctx.db, edition, text, range);
    return c.html(
      <AmendmentsPage
        page={page}
        edition={edition}
        text={text}
        sitting={await sittingOfText(c, edition.slug, text.slug)}
        amendments={{ ...range, items }}
        versions={await listVersions(ctx.db, text.id)}
      />,
    );
  })
  .get("/congress/:edition/texts/:text/versions", async (c) => {
    const { edition, text } = await knownText(c);
    const versions = pageOf(await listVersions(c.var.ctx.db, text.id), askedPage(c), VERSIONS_A_PAGE);
    const sections = await listSections(c.var.ctx.db, text.id);
    const of = { page: c.var.page, edition, text };
    return c.html(<VersionsPage {...of} versions={versions} sections={sections} />);
  })
  .get("/congress/:edition/texts/:text/votes/:id", async (c) => {
    const { edition, text } = await knownText(c);
    const id = c.req.param("id");
    const found = isId(id) ? await findRollCall(c.var.ctx.db, text.id, id as RollCallId) : undefined;
    if (!found) throw new Refusal("missing", "pageUnknown");
    return c.html(
      <RollCallPage page={c.var.page} edition={edition} text={text} found={found} asked={askedPage(c)} />,
    );
  })
  .get(`/congress/:edition/texts/:text/amendments/${NUMBER}`, async (c) => {
    const { ctx, page } = c.var;
    const { edition, text, number } = c.req.param();
    const detail = await findAmendment(ctx.db, edition, text, Number(number));
    if (!detail) throw new Refusal("missing", "pageUnknown");
    const place = await findAmendmentInPlace(ctx.db, detail.edition, detail.text, detail.amendment);
    return c.html(
      <AmendmentPage
        page={page}
        detail={detail}
        place={place}
        offers={page.viewer ? await offersAt(c, detail, place) : null}
        freshKey={newId()}
        asked={askedPage(c)}
      />,
    );
  })
  .get("/congress/:edition/texts/:text/adoption", async (c) => {
    const { edition, text } = await knownText(c);
    const rollCalls = await listRollCalls(c.var.ctx.db, text.id, null);
    const translations = await listAdoptionTranslations(c.var.ctx.db, text.id);
    const of = { page: c.var.page, edition, text };
    return c.html(<AdoptionPage {...of} rollCalls={rollCalls} translations={translations} />);
  })
  .get("/congress/:edition/texts/:text/signatures", async (c) => {
    const { db } = c.var.ctx;
    const { edition, text } = await knownText(c);
    const range = rangeOf(await countSignatures(db, text.id), askedPage(c), SIGNATURES_A_PAGE);
    const items = await listSignatures(db, text.id, range);
    return c.html(
      <SignaturesPage page={c.var.page} edition={edition} text={text} signatures={{ ...range, items }} />,
    );
  });
