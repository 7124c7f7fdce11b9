// Versions and amendments as Akoma Ntoso 1.0: `…/versions/{n}/akoma-ntoso.xml?in={language}`, `…/amendments/{n}/akoma-ntoso.xml`.
import { Hono } from "hono";
import {
  type ArchivedEdition,
  type ArchivedText,
  listArchivedOrganizations,
  listArchivedTexts,
  readArchivedBase,
  readArchivedEdition,
} from "#congress";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import type { Env, WebContext } from "../../web/request.ts";
import { openForReading } from "../open-for-reading.ts";
import { amendmentAsAkomaNtoso } from "./amendment.ts";
import { textAsAkomaNtoso } from "./text.ts";
import {
  amendmentDocumentOf,
  type Frame,
  languagesOf,
  readAround,
  type TextAround,
  textDocumentOf,
} from "./text-around.ts";

const NUMBER = ":number{[1-9][0-9]{0,5}}";

async function known(
  c: WebContext,
): Promise<{ edition: ArchivedEdition; text: ArchivedText; number: number }> {
  const { edition: slug = "", text: textSlug = "", number = "0" } = c.req.param() as Record<string, string>;
  const { db } = c.var.ctx;
  const edition = await readArchivedEdition(db, slug);
  const text = edition && (await listArchivedTexts(db, edition.id)).find((one) => one.slug === textSlug);
  if (!text) throw new Refusal("missing", "pageUnknown");
  return { edition, text, number: Number(number) };
}

async function frameOf({ db, node }: Ctx, edition: ArchivedEdition, around: TextAround): Promise<Frame> {
  const organizations = await listArchivedOrganizations(db, [
    edition.convenedBy,
    ...around.amendments.map(({ organization }) => organization),
    ...around.signatures.map(({ organization }) => organization),
  ]);
  return { origin: node.origin, edition, organizations: new Map(organizations.map((one) => [one.id, one])) };
}

/** Registered in "Akoma Ntoso Version 1.0 Part 2", annex on the Internet media type. */
const XML = { "Content-Type": "application/akn+xml; charset=utf-8" };

export const akomaNtosoRoutes = new Hono<Env>()
  .use("/congress/:edition/texts/:text/:kind/:number/akoma-ntoso.xml", openForReading)
  .get(`/congress/:edition/texts/:text/versions/${NUMBER}/akoma-ntoso.xml`, async (c) => {
    const { edition, text, number } = await known(c);
    if (number > text.lastVersion) throw new Refusal("missing", "pageUnknown");
    const around = await readAround(c.var.ctx.db, text, number);
    const asked = c.req.query("in") ?? text.language;
    if (!languagesOf(around).includes(asked)) throw new Refusal("missing", "pageUnknown");
    const frame = await frameOf(c.var.ctx, edition, around);
    return c.body(textAsAkomaNtoso(textDocumentOf(frame, around, asked)), 200, XML);
  })
  .get(`/congress/:edition/texts/:text/amendments/${NUMBER}/akoma-ntoso.xml`, async (c) => {
    const { edition, text, number } = await known(c);
    const { db } = c.var.ctx;
    const around = await readAround(db, text, text.lastVersion);
    const amendment = around.amendments.find((one) => one.number === number);
    if (!amendment) throw new Refusal("missing", "pageUnknown");
    const base = await readArchivedBase(db, text, amendment);
    const document = amendmentDocumentOf(await frameOf(c.var.ctx, edition, around), around, amendment, base);
    return c.body(amendmentAsAkomaNtoso(document), 200, XML);
  });
