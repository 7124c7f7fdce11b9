// What answers of the API are made of: words in several languages, organisations in brief, and the way to the next page.
import type { z } from "zod";
import type { Multilingual } from "#platform/multilingual";
import type { WebContext } from "../../web/request.ts";
import type { multilingual, organizationBrief } from "./organizations.schema.ts";

/** The same value, as the schemas know it: what they infer is not read-only. */
export const said = (field: Multilingual) => field as unknown as z.infer<typeof multilingual>;

type Brief = { readonly slug: string; readonly name: Multilingual; readonly isExample: boolean };

export function briefOf(origin: string, { slug, name, isExample }: Brief): z.infer<typeof organizationBrief> {
  return { uri: `${origin}/organizations/${slug}`, name: said(name), isExample };
}

/** Says in a header where a list goes on, by the address that was asked (RFC 8288); nothing on its last page. */
export function linkNext(c: WebContext, after: string | number | null): void {
  if (after === null) return;
  const there = new URL(c.var.page.address);
  there.searchParams.set("after", String(after));
  c.header("Link", `<${there.href}>; rel="next"`);
}
