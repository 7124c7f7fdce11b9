// Finds every kind of public page by following links as a visitor would.

export type CrawledPage = { readonly path: string; readonly shape: string; readonly status: number };

/** `/organizations/red-x` and `/organizations/red-y` are pages of one shape. */
export function shapeOf(path: string): string {
  const [bare = "", query] = path.split("?");
  const parts = bare.split("/").map((part, index) => {
    if (/^\d+$/.test(part)) return "N";
    if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(part)) return "ID";
    return index >= 2 && /[-\d]/.test(part) ? "SLUG" : part;
  });
  return parts.join("/") + (query ? `?${[...new URLSearchParams(query).keys()].sort().join("&")}` : "");
}

const LINK = /<a\b[^>]*\bhref="([^"]+)"/g;

/** Pages reachable from the home page, at most `samples` of each shape: a visitor's, or those of who has the cookie. */
export async function crawl(
  address: string,
  { samples = 2, most = 400, cookie = "" } = {},
): Promise<CrawledPage[]> {
  const queue = ["/"];
  const seen = new Set(queue);
  const counts = new Map<string, number>();
  const pages: CrawledPage[] = [];
  while (queue.length > 0 && pages.length < most) {
    const path = queue.shift() ?? "/";
    const shape = shapeOf(path);
    if ((counts.get(shape) ?? 0) >= samples) continue;
    const response = await fetch(address + path, {
      redirect: "manual",
      headers: { "accept-language": "es", cookie },
    });
    const type = response.headers.get("content-type") ?? "";
    if (!type.startsWith("text/html")) {
      await response.body?.cancel();
      continue;
    }
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
    const html = await response.text();
    if (response.status < 300 || response.status >= 400) pages.push({ path, shape, status: response.status });
    for (const [, href = ""] of html.matchAll(LINK)) {
      const url = URL.parse(href.replaceAll("&amp;", "&"), address + path);
      if (!url || url.origin !== new URL(address).origin || url.searchParams.has("lang")) continue;
      const next = url.pathname + url.search;
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return pages;
}
