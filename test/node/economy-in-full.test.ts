// The economy as people live it: two phones without JavaScript, one in French and one in Spanish, from a payment that needs two
// people to goods that were asked for, agreed on, given and received, and what is owed for them; on a node of its own.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../process/chromium.ts";
import { run } from "../process/command.ts";
import { type SpawnedNode, spawnNode } from "../process/demo-node.ts";
import { type Phone, takePhone } from "../process/phone.ts";

/** As the French phone reads them, and the Spanish one. */
const CAFE = "Coopérative Café Neblina (exemple)";
const HUERTOS = {
  fr: "Coopérative Huertos de Loma Alta (exemple)",
  es: "Cooperativa Huertos de Loma Alta (ejemplo)",
};
const PRODUCT = { fr: "Légumes-feuilles", es: "Hortalizas de hoja" };

let node: SpawnedNode;
let browser: Browser;
/** Keeps the money of the coffee growers, in French. */
let treasurer: Phone;
/** Speaks for the network and for the cooperatives below it. */
let speaker: Phone;

beforeAll(async () => {
  [node, browser] = await Promise.all([spawnNode(), openBrowser()]);
  treasurer = await takePhone(browser, node, "Treasurer", "fr");
  speaker = await takePhone(browser, node, "Spokesperson", "es");
});
afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

async function toAccount(): Promise<void> {
  await treasurer.open("/");
  await treasurer.follow("layout.section.economy");
  await treasurer.follow(CAFE);
}

/** To an organisation found by its name, as far as the preview. */
async function preparePayment(to: string, amount: string, text: string): Promise<void> {
  await toAccount();
  await treasurer.follow("money.pay.title");
  await treasurer.write({ "money.pay.to": to, Montant: amount, "money.pay.text": text });
  await treasurer.press("money.pay.preview");
  await treasurer.check(HUERTOS.fr);
  await treasurer.press("money.pay.preview");
}

describe("a payment", { timeout: 60_000 }, () => {
  it("is looked at before it is made, and stands on the statement", async () => {
    await preparePayment("Huertos", "12,50", "Caisses de laitues");
    expect(await treasurer.said()).toContain(treasurer.t("money.preview.nothingYet"));
    await treasurer.press("money.preview.confirm");
    await toAccount();
    expect(await treasurer.said()).toContain("Caisses de laitues");
    await treasurer.follow("money.statement.title");
    expect(await treasurer.said()).toContain("−12,50");
  });

  it("of more than the account may spend moves nothing, and says how much is missing", async () => {
    await preparePayment("Huertos", "320", "Récolte du mois");
    expect(await treasurer.said()).toMatch(/Il manque \d+,\d\d\sSEM/u);
    await toAccount();
    expect(await treasurer.said()).not.toContain("Récolte du mois");
  });

  it("that two people make waits for the second one, who finds it and lets it pass", async () => {
    await speaker.open("/");
    await speaker.follow("layout.section.economy");
    await speaker.follow("Cooperativa Maíz del Samán (ejemplo)");
    await speaker.press("money.approval.approve");
    expect(await speaker.said()).toContain(speaker.t("money.approval.state.approved"));
    await speaker.follow("layout.section.economy");
    expect(await speaker.said()).not.toContain("Maíz del Samán");
  });
});

describe("goods", { timeout: 60_000 }, () => {
  let agreement: string;

  it("are found, asked for, and terms proposed for them", async () => {
    await treasurer.open("/economy");
    await treasurer.follow("economy.part.market");
    await treasurer.write({ "market.q": "hortalizas" });
    await treasurer.press("organizations.search");
    await treasurer.follow(PRODUCT.fr);
    await treasurer.follow("market.act.ask.offer");
    await treasurer.write({
      [treasurer.t("market.ask.quantity", { unit: "bottes" })]: "40",
      "market.ask.message": "Pour la cuisine de la récolte.",
    });
    await treasurer.press("market.act.ask.offer");
    agreement = treasurer.path();
    await treasurer.follow("market.agreement.act.write");
    await treasurer.write({ "market.terms.total": "32", "market.terms.payDays": "15" });
    await treasurer.press("market.terms.send");
    expect(await treasurer.said()).toContain(treasurer.t("market.agreement.waitingFor"));
  });

  it("are agreed on by the other side, given, and received", async () => {
    await speaker.open("/economy");
    await speaker.follow("economy.part.market");
    await speaker.follow("market.own.title");
    await speaker.follow(PRODUCT.es);
    expect(speaker.path()).toBe(agreement);
    expect(await speaker.said()).toContain("Pour la cuisine de la récolte.");
    await speaker.press("market.agreement.act.confirm");
    await speaker.unfold("market.agreement.act.give");
    await speaker.press("market.agreement.act.give");
    await treasurer.open(agreement);
    await treasurer.press("market.agreement.act.receive");
    expect(await treasurer.said()).toContain("32,00");
  });

  it("are owed for, as both sides read", async () => {
    await treasurer.open("/economy");
    await treasurer.follow("economy.part.clearing");
    await treasurer.follow("clearing.obligations.title");
    await treasurer.follow("clearing.obligations.owing");
    await treasurer.follow(/^Nous devons 32,00\sUSD à Coopérative Huertos/u);
    expect(await treasurer.said()).toContain(treasurer.t("clearing.obligation.history"));
    const obligation = treasurer.path();
    await speaker.open(obligation);
    expect(await speaker.said()).toContain("32,00");
  });
});

it("leaves a ledger that adds up", { timeout: 60_000 }, async () => {
  const audit = await run(["ledger", "audit", "--data", node.dataDir]);
  expect(audit, audit.err).toMatchObject({ code: 0 });
});
