// Reading pages of the congress.
import { Hono } from "hono";
import {
  findAmendment,
  findEdition,
  findTextView,
  listAmendments,
  listEditions,
  listRollCalls,
  listSignatures,
  listVersions,
  standingAt,
  type TextView,
} from "#congress";
import { may } from "#confederation";
import { Refusal } from "#platform/errors";
import type { Env, WebContext } from "../request.ts";
import { AmendmentPage } from "./amendment.page.tsx";
import { EditionPage, EditionsPage } from "./editions.page.tsx";
import { AdoptionPage, AmendmentsPage, SignaturesPage } from "./history.page.tsx";
import { TextPage } from "./text.page.tsx";

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

async function showText(c: WebContext, version?: number) {
  const { ctx, page } = c.var;
  const { shownIn, ...view } = await readText(c, version);
  const [rollCalls, amendments, signatures, standing] = [
    await listRollCalls(ctx.db, view.text.id, null),
    await listAmendments(ctx.db, view.edition, view.text),
    await listSignatures(ctx.db, view.text.id),
    await standingAt(ctx, view.edition),
  ];
  return c.html(
    <TextPage
      page={page}
      view={view}
      shownIn={shownIn}
      adoption={rollCalls.at(-1)}
      amendments={amendments.length}
      signatures={signatures.length}
      mayPropose={view.text.state === "open" && standing.delegations.some((each) => each.mayPropose)}
    />,
  );
}

export const congressRoutes = new Hono<Env>()
  .get("/congress", async (c) => {
    const { ctx, page } = c.var;
    const mayConvene = await may(ctx, "congress.convene", null);
    return c.html(<EditionsPage page={page} editions={await listEditions(ctx.db)} mayConvene={mayConvene} />);
  })
  .get("/congress/:edition", async (c) => {
    const { ctx, page } = c.var;
    const edition = await findEdition(ctx.db, c.req.param("edition"));
    if (!edition) throw new Refusal("missing", "pageUnknown");
    return c.html(<EditionPage page={page} edition={edition} standing={await standingAt(ctx, edition)} />);
  })
  .get("/congress/:edition/texts/:text", (c) => showText(c))
  .get(`/congress/:edition/texts/:text/versions/${NUMBER}`, (c) => showText(c, Number(c.req.param("number"))))
  .get("/congress/:edition/texts/:text/amendments", async (c) => {
    const { ctx, page } = c.var;
    const { edition, text } = await readText(c);
    const amendments = await listAmendments(ctx.db, edition, text);
    return c.html(
      <AmendmentsPage
        page={page}
        edition={edition}
        text={text}
        amendments={amendments}
        versions={await listVersions(ctx.db, text.id)}
      />,
    );
  })
  .get(`/congress/:edition/texts/:text/amendments/${NUMBER}`, async (c) => {
    const { ctx, page } = c.var;
    const { edition, text, number } = c.req.param();
    const detail = await findAmendment(ctx.db, edition, text, Number(number));
    if (!detail) throw new Refusal("missing", "pageUnknown");
    return c.html(<AmendmentPage page={page} detail={detail} />);
  })
  .get("/congress/:edition/texts/:text/adoption", async (c) => {
    const { edition, text } = await readText(c);
    const rollCalls = await listRollCalls(c.var.ctx.db, text.id, null);
    return c.html(<AdoptionPage page={c.var.page} edition={edition} text={text} rollCalls={rollCalls} />);
  })
  .get("/congress/:edition/texts/:text/signatures", async (c) => {
    const { edition, text } = await readText(c);
    const signatures = await listSignatures(c.var.ctx.db, text.id);
    return c.html(<SignaturesPage page={c.var.page} edition={edition} text={text} signatures={signatures} />);
  });
