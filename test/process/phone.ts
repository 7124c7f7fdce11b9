// Somebody at a phone, as wide as a cheap one and without JavaScript: follows links, fills what has a label, presses what has
// a name. Everything is found by the words that its language says, so that what nobody could find on the page fails.
// Invariant: nothing is pressed that is hidden, and no page fails in the node or is wider than the screen.
import type { Browser, Download, Locator, Page } from "playwright-core";
import { type Translate, translator } from "../../src/platform/i18n/i18n.ts";
import { exampleOf, type SpawnedNode } from "./demo-node.ts";

const WIDTH = 320;

/** A message by its name, or words as they stand on the page. */
type Words = string | RegExp;

export type Phone = Readonly<{
  page: Page;
  t: Translate;
  name: string;
  /** As a person types an address: where a journey begins, or is told from outside. */
  open: (path: string) => Promise<void>;
  follow: (words: Words) => Promise<void>;
  press: (words: Words) => Promise<void>;
  /** Opens what is folded, if it still is. */
  unfold: (words: Words) => Promise<void>;
  write: (fields: Readonly<Record<string, string>>) => Promise<void>;
  choose: (label: Words, option: Words) => Promise<void>;
  check: (label: Words) => Promise<void>;
  field: (label: Words) => Locator;
  said: () => Promise<string>;
  download: (words: Words) => Promise<Download>;
  path: () => string;
}>;

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** A message's name has a point and no space; anything else is what the page says. */
const isMessage = (words: string) => /^[a-z][a-z-]*\.[\w.-]+$/u.test(words);

/** Signs in by a link of the demonstration, in that language. */
export async function takePhone(
  browser: Browser,
  node: SpawnedNode,
  office: string,
  language: string,
): Promise<Phone> {
  const { link, name } = exampleOf(node.printed(), office);
  const context = await browser.newContext({
    javaScriptEnabled: false,
    locale: language,
    viewport: { width: WIDTH, height: 640 },
  });
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  page.on("response", (response) => {
    if (response.status() >= 500) throw new Error(`${response.status()} at ${response.url()}`);
  });
  await page.goto(link);
  await page.locator("main button").click();
  return phoneOn(page, node, { name, language });
}

function phoneOn(page: Page, node: SpawnedNode, who: { name: string; language: string }): Phone {
  const t = translator(who.language);
  const wordsOf = (words: Words): Words => (typeof words === "string" && isMessage(words) ? t(words) : words);
  const body = page.locator("body");
  /** Labels go on after their words: optional, or a hint. */
  const field = (label: Words) => {
    const words = wordsOf(label);
    return body.getByLabel(typeof words === "string" ? new RegExp(`^${escaped(words)}`, "u") : words).first();
  };
  const fits = async () => {
    const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
    if (wide > WIDTH) throw new Error(`${page.url()} is ${wide} px wide on a screen of ${WIDTH}`);
  };
  /** A click leaves the page at once; what comes is looked at once it is whole. */
  const leaveBy = async (role: "link" | "button", words: Words) => {
    await Promise.all([page.waitForEvent("domcontentloaded"), named(role, words).click()]);
    await fits();
  };
  const named = (role: "link" | "button", words: Words) =>
    body.getByRole(role, { name: wordsOf(words), exact: true }).first();
  return {
    page,
    t,
    name: who.name,
    open: async (path) => void (await page.goto(node.address + path)),
    follow: (words) => leaveBy("link", words),
    press: (words) => leaveBy("button", words),
    unfold: async (words) => {
      const summary = body
        .locator("summary")
        .filter({ hasText: wordsOf(words) })
        .first();
      const isOpen = await summary.locator("xpath=..").getAttribute("open");
      if (isOpen === null) await summary.click();
    },
    write: async (fields) => {
      for (const [label, text] of Object.entries(fields)) await field(label).fill(text);
    },
    choose: async (label, option) => {
      const select = field(label);
      const wanted = wordsOf(option);
      const labels = await select.locator("option").allInnerTexts();
      const found = labels.findIndex((each) =>
        typeof wanted === "string" ? each.includes(wanted) : wanted.test(each),
      );
      if (found === -1) throw new Error(`no '${String(wanted)}' among: ${labels.join(" | ")}`);
      await select.selectOption({ index: found });
    },
    check: (label) => field(label).check(),
    field,
    said: () => page.locator("main").innerText(),
    download: async (words) => {
      const coming = page.waitForEvent("download");
      await named("link", words).click();
      return coming;
    },
    path: () => new URL(page.url()).pathname,
  };
}
