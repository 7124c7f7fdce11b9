// What an address asks of the directory. A link may be old or mistyped: what no filter offers is left out, so that a
// reader finds the directory rather than an error.
import { directoryQuery, LONGEST_QUERY } from "#confederation";
import type { WebContext } from "../request.ts";
import type { Search } from "./words.ts";

export function readSearch(c: WebContext): Search & { readonly after?: string } {
  const shape = directoryQuery.shape;
  const read = <Name extends keyof typeof shape>(name: Name) => {
    const parsed = shape[name].safeParse(c.req.query(name) || undefined);
    return parsed.success ? parsed.data : undefined;
  };
  return {
    q: (c.req.query("q") ?? "").slice(0, LONGEST_QUERY),
    region: read("region") as Search["region"],
    country: read("country") as Search["country"],
    kind: read("kind") as Search["kind"],
    language: read("language") as Search["language"],
    status: read("status") as Search["status"],
    after: read("after") as string | undefined,
  };
}
