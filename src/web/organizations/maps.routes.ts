// Maps as files of their own: cached, named by what they show, drawn again when the directory changes.
import { createHash } from "node:crypto";
import { Hono } from "hono";
import { findOrganizationFacts, mapPlaces } from "#confederation";
import { countryName, isCountry } from "#platform/geography/index";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import { drawCountryMap } from "../maps/country-map.ts";
import { mapContentPolicy } from "../maps/map-frame.ts";
import { drawWorldMap } from "../maps/world-map.ts";
import type { Env, WebContext } from "../request.ts";
import { readSearch } from "./search.ts";

const FIVE_MINUTES_SECONDS = 300;
const MOST_DRAWN = 48;
/** Drawings by their ETag, which names everything that they were drawn from; the one asked for last at the end. */
const drawn = new Map<string, string>();

function remember(tag: string, draw: () => string): string {
  const svg = drawn.get(tag) ?? draw();
  drawn.delete(tag);
  drawn.set(tag, svg);
  for (const oldest of drawn.keys()) {
    if (drawn.size <= MOST_DRAWN) break;
    drawn.delete(oldest);
  }
  return svg;
}

/** `of`: everything that the drawing depends on. */
function answer(c: WebContext, of: unknown, draw: () => string) {
  const tag = `"${createHash("sha256").update(JSON.stringify(of)).digest("base64url").slice(0, 20)}"`;
  c.header("Content-Type", "image/svg+xml; charset=utf-8");
  c.header("Content-Security-Policy", mapContentPolicy);
  c.header("ETag", tag);
  const visitor = c.var.ctx.actor.kind === "visitor";
  c.header("Cache-Control", visitor ? `public, max-age=${FIVE_MINUTES_SECONDS}` : "private, no-cache");
  // Compression makes tags weak (RFC 9110 §8.8.3.3), and comparing here is weak anyway (§13.1.2).
  const known = (c.req.header("if-none-match") ?? "")
    .split(",")
    .map((entry) => entry.trim().replace(/^W\//, ""));
  if (known.includes(tag)) return c.body(null, 304);
  return c.body(remember(tag, draw));
}

export const mapRoutes = new Hono<Env>()
  .get("/maps/world.svg", async (c) => {
    const { ctx, page } = c.var;
    const { q, ...filter } = readSearch(c);
    const { places } = await mapPlaces(ctx.db, { q, filter });
    return answer(c, ["world", page.language, places], () =>
      drawWorldMap({
        places,
        title: page.t("organizations.mapTitle"),
        description: page.t("organizations.mapDescription", { count: places.length }),
        language: page.language,
      }),
    );
  })
  .get("/maps/country/:file{[A-Z]{2}\\.svg}", async (c) => {
    const { ctx, page } = c.var;
    const country = c.req.param("file").slice(0, 2);
    if (!isCountry(country)) throw new Refusal("missing", "pageUnknown");
    const slug = c.req.query("of");
    const one = slug ? await findOrganizationFacts(ctx, slug) : undefined;
    const places = one
      ? one.longitude === null || one.latitude === null
        ? []
        : [
            {
              longitude: one.longitude,
              latitude: one.latitude,
              count: 1,
              label: textIn(one.name, page.language).text,
            },
          ]
      : (await mapPlaces(ctx.db, { filter: { country }, cell: 0.25 })).places;
    return answer(c, [country, page.language, places], () =>
      drawCountryMap({
        country,
        places,
        title: page.t("organizations.countryMapTitle", { country: countryName(country, page.language) }),
        description: page.t("organizations.mapDescription", { count: places.length }),
        language: page.language,
      }),
    );
  });
