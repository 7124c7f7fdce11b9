// What an address asks of the market. A link may be old or mistyped: what no filter offers is left out, so that a reader
// finds the market rather than an error.
import { LONGEST_QUERY, type MarketFacet, marketFacets, marketQuery } from "#market";
import type { WebContext } from "../request.ts";

export type Search = { readonly q: string } & { readonly [facet in MarketFacet]?: string | undefined };

export function readSearch(c: WebContext): { readonly search: Search; readonly after: string | undefined } {
  const shape = marketQuery.shape;
  const read = (name: MarketFacet | "after") => {
    const parsed = shape[name].safeParse(c.req.query(name) || undefined);
    return parsed.success ? parsed.data : undefined;
  };
  const facets = Object.fromEntries(marketFacets.map((name) => [name, read(name)]));
  return {
    search: { q: (c.req.query("q") ?? "").slice(0, LONGEST_QUERY), ...facets },
    after: read("after"),
  };
}

export function searchAddress(search: Search & { readonly after?: string | undefined }): string {
  const parameters = new URLSearchParams();
  for (const name of ["q", ...marketFacets, "after"] as const) {
    const value = search[name];
    if (value) parameters.set(name, value);
  }
  const text = parameters.toString();
  return text ? `/market?${text}` : "/market";
}
