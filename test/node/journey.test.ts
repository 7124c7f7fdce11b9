// The main job as people do it: two phones without JavaScript, from a congress that is convened to a commitment that is
// reported on, on a node of its own with the demonstration.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../process/chromium.ts";
import { exampleOf, type SpawnedNode, spawnNode } from "../process/demo-node.ts";
import { translator } from "../../src/platform/i18n/i18n.ts";

const t = translator("en");
const TEXT =
  "# What we agree\n\nWe keep seeds in every region.\n\n1. To keep copies.\n2. To teach each other.\n";

let node: SpawnedNode;
let browser: Browser;
let chair: Page;
let spokesperson: Page;
let commission: Page;

async function signIn(office: string): Promise<Page> {
  const { link } = exampleOf(node.printed(), office);
  const phone = await browser.newContext({
    javaScriptEnabled: false,
    locale: "en",
    viewport: { width: 320, height: 640 },
  });
  const page = await phone.newPage();
  page.on("response", (response) => {
    if (response.status() >= 500) throw new Error(`${response.status()} at ${response.url()}`);
  });
  await page.goto(link);
  await page.locator("main button").click();
  return page;
}

const open = (page: Page, path: string) => page.goto(node.address + path);
const press = (within: Page | Locator, name: string) =>
  within.getByRole("button", { name, exact: true }).click();
const follow = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).first().click();
const said = (page: Page) => page.locator("main").innerText();

/** Casts a vote for, on the page where the reader sees what they can do. */
async function voteFor(page: Page, path: string): Promise<void> {
  await open(page, `${path}/act`);
  await page.getByLabel(t("congress-acts.vote.for"), { exact: true }).check();
  await press(page, t("congress-acts.vote.cast"));
}

beforeAll(async () => {
  node = await spawnNode();
  browser = await openBrowser();
  chair = await signIn("Chair of the assembly");
  spokesperson = await signIn("Spokesperson");
  commission = await signIn("Commission member");
});
afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

describe("a congress held on two phones without JavaScript", () => {
  const edition = "/congress/assembly-of-seeds";
  let text = "";

  it("is convened, and its delegation accredited", async () => {
    await open(chair, "/congress/new");
    await chair.locator("#f-title").fill("Assembly of seeds");
    await chair.locator("#f-slug").fill("assembly-of-seeds");
    await chair.locator("#f-hostCity").fill("Barquisimeto");
    await chair.locator("#f-country").selectOption("VE");
    await chair.locator("#f-zone").selectOption("America/Caracas");
    await chair.locator("#f-startsOn").fill("2026-11-24");
    await chair.locator("#f-endsOn").fill("2026-11-26");
    await press(chair, t("congress-acts.convene.send"));
    expect(new URL(chair.url()).pathname).toBe(edition);

    await open(chair, `${edition}/accreditation`);
    await chair
      .getByRole("button", { name: /Network of Communes of Venezuela/ })
      .first()
      .click();
    expect(await said(chair)).toContain(t("congress-acts.accreditation.accredited", { count: 1 }));
  });

  it("takes a text in, and opens it to amendments", async () => {
    await open(chair, `${edition}/texts/import`);
    await chair.locator("#f-title").fill("On seeds");
    await chair.locator("#f-pasted").fill(TEXT);
    await chair.locator("#f-language").selectOption("en");
    await press(chair, t("congress-acts.import.send"));
    text = new URL(chair.url()).pathname;
    expect(text).toBe(`${edition}/texts/on-seeds`);
    await open(chair, `${text}/act`);
    await press(chair, t("congress-acts.act.open.button"));
  });

  it("amends it, votes on the amendment and puts it into the text", async () => {
    await open(spokesperson, `${text}/amendments/new`);
    await spokesperson.locator("#f-paragraph-0").selectOption({ index: 2 });
    await press(spokesperson, t("congress-acts.operation.fill"));
    const words = spokesperson.locator("#f-text-0");
    expect(await words.inputValue()).toBe("We keep seeds in every region.");
    await words.fill("We keep seeds in every region and every school.");
    await spokesperson.locator("#f-title").fill("Schools too");
    await spokesperson.locator("#f-reason").fill("Children learn by sowing.");
    await press(spokesperson, t("congress-acts.amendment.preview"));
    expect(await spokesperson.locator("#preview ins").innerText()).toContain("every school");
    await press(spokesperson, t("congress-acts.amendment.send"));

    const amendment = `${text}/amendments/1`;
    await open(chair, `${text}/act`);
    await press(chair, t("congress-acts.act.openVote.button"));
    await voteFor(spokesperson, text);
    await open(chair, `${text}/act`);
    await press(chair, t("congress-acts.act.closeVote.button"));
    await open(chair, `${text}/act`);
    await press(chair, t("congress-acts.act.incorporate.button", { count: 1 }));
    await open(spokesperson, text);
    await follow(spokesperson, "We keep seeds in every region and every school.");
    expect(new URL(spokesperson.url()).pathname).toBe(amendment);
  });

  it("adopts, signs and publishes it, and marks what is to be followed up", async () => {
    await open(chair, `${text}/act`);
    await press(chair, t("congress-acts.act.openWhole.button"));
    await voteFor(spokesperson, text);
    await open(chair, `${text}/act`);
    await press(chair, t("congress-acts.act.closeVote.button"));

    await open(spokesperson, `${text}/sign`);
    await spokesperson.locator("input[name=confirmed]").check();
    await press(spokesperson, t("congress-acts.sign.send"));

    await open(chair, `${text}/act`);
    await press(chair, t("congress-acts.act.publish.button"));
    await open(chair, `${text}/decision-points`);
    for (const box of await chair.locator("input[name=paragraph]").all()) await box.check();
    await press(chair, t("congress-acts.points.send"));
  });

  it("follows it up: a commitment is recorded, accepted and reported on", async () => {
    await open(commission, "/commitments/record");
    const points = commission.locator("#f-decisionPointId");
    await points.selectOption({
      label: (await points.locator("option", { hasText: "copies" }).first().innerText()).trim(),
    });
    await commission.locator("#f-title").fill("Fill one jar for each variety");
    await commission.locator("#f-responsible").fill(await slugOfDelegation());
    await commission.locator("#f-region").selectOption("005");
    await commission.locator("#f-dueOn").fill("2027-03-01");
    await press(commission, t("commitments.record.send"));
    const commitment = new URL(commission.url()).pathname;

    await open(spokesperson, commitment);
    await press(spokesperson, t("commitments.act.accept"));
    await open(spokesperson, `${commitment}/report`);
    await spokesperson.locator("#f-body").fill("Forty jars stand on the shelf.");
    await press(spokesperson, t("commitments.report.send"));
    await open(commission, commitment);
    expect(await said(commission)).toContain("Forty jars stand on the shelf.");
  });

  async function slugOfDelegation(): Promise<string> {
    await open(chair, edition);
    const link = chair.getByRole("link", { name: /Network of Communes of Venezuela/ }).first();
    return (await link.getAttribute("href"))?.split("/").at(-1) ?? "";
  }
});
