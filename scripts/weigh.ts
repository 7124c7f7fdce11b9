// `npm run weigh`: what a first view of each public page costs, in every language, and what axe says of it at 320 px,
// light and dark; and what axe says of the pages of those who act. Prints the table and exits 1 over budget, with a script
// on a public page, or with a violation.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { openBrowser } from "../test/process/chromium.ts";
import { crawl, type CrawledPage } from "../test/process/crawl.ts";
import { examplesIn, signInBy, spawnNode } from "../test/process/demo-node.ts";

const BUDGET_BYTES = 14 * 1024;
/** A sitting and the screen of its hall: whole by reloading, and kept fresh by the one script of a public page. */
const LIVE = /\/sittings\/\d+(\/hall)?(\?|$)/;
const languages = ["es", "en", "pt", "fr"];
/** The source of most texts, and the one with the longest words. */
const LANGUAGES_OF_ACTS = ["es", "fr"];
/** Side by side, one a core: what takes the time is axe, in the browser. */
const TABS = Math.max(2, availableParallelism());
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Finding = { readonly page: string; readonly what: string };
type AxeResult = { violations: { id: string; nodes: { html: string }[] }[] };

async function sheetBytes(address: string, html: string): Promise<number> {
  const href = /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1] ?? "";
  const css = await (await fetch(address + href)).text();
  return gzipSync(css, { level: 9 }).byteLength;
}

/** Compressed HTML and CSS of one page in one language, at gzip's default level: what the node sends at worst. */
async function weigh(
  address: string,
  page: CrawledPage,
  language: string,
  findings: Finding[],
): Promise<number> {
  const response = await fetch(address + page.path, { headers: { "accept-language": language } });
  const html = await response.text();
  if (/<script\b/.test(html) && !LIVE.test(page.path))
    findings.push({ page: `${page.path} (${language})`, what: "has a script" });
  if (/ style="|<style\b/.test(html))
    findings.push({ page: `${page.path} (${language})`, what: "has an inline style" });
  if (response.status >= 400)
    findings.push({ page: `${page.path} (${language})`, what: `answers ${response.status}` });
  return gzipSync(html).byteLength + (await sheetBytes(address, html));
}

async function inspect(tab: Page, address: string, page: CrawledPage, findings: Finding[]): Promise<void> {
  await tab.goto(address + page.path, { waitUntil: "load" });
  await tab.evaluate(axeSource);
  for (const colorScheme of ["light", "dark"] as const) {
    await tab.emulateMedia({ colorScheme });
    const result = (await tab.evaluate("axe.run(document, {resultTypes: ['violations']})")) as AxeResult;
    for (const violation of result.violations) {
      findings.push({
        page: `${page.path} (${colorScheme})`,
        what: `axe: ${violation.id}: ${violation.nodes[0]?.html.slice(0, 120)}`,
      });
    }
    const overflow = (await tab.evaluate("document.documentElement.scrollWidth - innerWidth")) as number;
    if (overflow > 0)
      findings.push({ page: `${page.path} (${colorScheme})`, what: `${overflow} px wider than 320 px` });
  }
}

/** axe and the width of each page, in each language, for a visitor or for who has the session. */
async function inspectAll(
  address: string,
  pages: readonly CrawledPage[],
  tags: readonly string[],
  findings: Finding[],
  cookie = "",
): Promise<void> {
  for (const language of tags) {
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      locale: language,
      bypassCSP: true,
      extraHTTPHeaders: cookie ? { cookie } : {},
    });
    const waiting = pages.values();
    await Promise.all(
      Array.from({ length: TABS }, async () => {
        const tab = await context.newPage();
        for (const page of waiting) await inspect(tab, address, page, findings);
      }),
    );
    await context.close();
  }
}

async function weighPublicPages(address: string, findings: Finding[]): Promise<CrawledPage[]> {
  const pages = await crawl(address);
  console.log(`${"page".padEnd(64)} ${languages.map((tag) => tag.padStart(7)).join(" ")}`);
  for (const page of pages) {
    const sizes: number[] = [];
    for (const language of languages) sizes.push(await weigh(address, page, language, findings));
    if (Math.max(...sizes) > BUDGET_BYTES)
      findings.push({ page: page.path, what: `${Math.max(...sizes)} bytes, ${BUDGET_BYTES} at most` });
    console.log(
      `${page.path.slice(0, 64).padEnd(64)} ${sizes.map((size) => String(size).padStart(7)).join(" ")}`,
    );
  }
  await inspectAll(address, pages, languages, findings);
  return pages;
}

/** What each office of the demonstration reaches beyond what everybody reads: forms, mostly. Their weight has no bound. */
async function inspectActingPages(
  address: string,
  printed: string,
  seen: Set<string>,
  findings: Finding[],
): Promise<number> {
  let count = 0;
  for (const example of examplesIn(printed)) {
    const { cookie } = await signInBy(example, address);
    const pages = (await crawl(address, { cookie, samples: 1 })).filter(({ shape }) => !seen.has(shape));
    for (const { shape } of pages) seen.add(shape);
    count += pages.length;
    await inspectAll(address, pages, LANGUAGES_OF_ACTS, findings, cookie);
  }
  return count;
}

const node = await spawnNode();
const browser = await openBrowser();
try {
  const findings: Finding[] = [];
  const pages = await weighPublicPages(node.address, findings);
  const seen = new Set(pages.map(({ shape }) => shape));
  const acting = await inspectActingPages(node.address, node.printed(), seen, findings);
  console.log(
    `\n${pages.length} public pages, ${languages.length} languages, light and dark, 320 px; budget ${BUDGET_BYTES} bytes of compressed HTML and CSS`,
  );
  console.log(
    `${acting} pages of seven offices, in ${LANGUAGES_OF_ACTS.join(" and ")}, light and dark, 320 px`,
  );
  for (const [what, found] of Map.groupBy(findings, (finding) => finding.what)) {
    console.log(`  ${what}: ${found.length} times, first on ${found[0]?.page}`);
  }
  console.log(
    findings.length === 0 ? "all within budget, no script, no violation" : `${findings.length} findings`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  await browser.close();
  await node.stop();
}
