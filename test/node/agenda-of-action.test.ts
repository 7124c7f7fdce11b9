// From a region's request to a day in people's calendars, as people do it: phones without JavaScript, in Spanish and French, on
// a node of its own with the demonstration; and the feed as another program reads it.
import ICAL from "ical.js";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../process/chromium.ts";
import { type SpawnedNode, spawnNode } from "../process/demo-node.ts";
import { type Phone, takePhone } from "../process/phone.ts";

const WISH = "Una jornada común por las fuentes de agua.";
const TITLE = "Asamblea de las fuentes";
const TEXT = "# Por las fuentes\n\nAcordamos:\n\n1. Una jornada por las fuentes.\n2. Contar las fuentes.\n";
const CAMPAIGN = "Jornada de las fuentes";

let node: SpawnedNode;
let browser: Browser;
/** Presides over the regional meeting and the congress, and calls campaigns. */
let chair: Phone;
/** Speaks for the network of communes, in French. */
let network: Phone;
/** Speaks for the confederation. */
let confederation: Phone;

const day = (daysFromNow: number) =>
  new Date(Date.now() + daysFromNow * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  [node, browser] = await Promise.all([spawnNode(), openBrowser()]);
  chair = await takePhone(browser, node, "Chair of the assembly", "es");
  network = await takePhone(browser, node, "Spokesperson", "fr");
  confederation = await takePhone(browser, node, "Node operator", "es");
});
afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

/** From the front door to the congress, as anybody finds it. */
async function toCongress(phone: Phone, title: string): Promise<void> {
  await phone.open("/");
  await phone.follow("layout.section.congress");
  await phone.follow(title);
}

describe("a region asks, and the congress decides", { timeout: 60_000 }, () => {
  it("of its meeting: from a point that it decided", async () => {
    await toCongress(chair, "Encuentro de América del Sur en Quito (ejemplo)");
    await chair.follow("congress.nav.requests");
    await chair.check(/Reunirse en línea cada tres meses/u);
    await chair.write({ "cycle.requests.wish": WISH });
    await chair.press("cycle.requests.ask");
    expect(await chair.said()).toContain(WISH);
    expect(await chair.said()).toContain(chair.t("cycle.requests.waiting"));
  });

  it("of the next congress, which puts it on the agenda of its sitting", async () => {
    await chair.open("/congress");
    await chair.follow("congress.convene");
    await chair.write({
      "congress-acts.convene.name": TITLE,
      "congress-acts.convene.address": "asamblea-de-las-fuentes",
      "congress-acts.convene.hostCity": "Barquisimeto",
      "congress-acts.convene.startsOn": day(-1),
      "congress-acts.convene.endsOn": day(1),
    });
    await chair.choose("congress-acts.convene.country", "Venezuela");
    await chair.choose("sittings.zone", "America/Caracas");
    await chair.press("congress-acts.convene.send");
    await chair.follow("congress.accredit");
    await chair.press(/^Acreditar a Red de Comunas de Venezuela/u);
    await chair.press(/^Acreditar a Confederación de Comunas y Movimientos/u);

    await toCongress(chair, TITLE);
    await chair.follow("congress.nav.sittings");
    await chair.follow("sittings.plan");
    await chair.write({ "sittings.titleOf": "Primera sesión" });
    await chair.press("sittings.planSend");
    await toCongress(chair, TITLE);
    await chair.follow("congress.nav.requests");
    const request = chair.page.getByRole("listitem").filter({ hasText: WISH });
    await request.getByRole("combobox").selectOption({ label: "Primera sesión" });
    await request.getByRole("button").click();
    expect(await request.innerText()).toContain(chair.t("cycle.requests.takenUp"));
    await chair.follow(/Primera sesión/u);
    expect(await chair.said()).toContain(WISH);
  });

  it("by a text that both delegations vote for, with the point that is to be followed up", async () => {
    await toCongress(chair, TITLE);
    await chair.follow("congress.import");
    await chair.write({
      "congress-acts.import.name": "Por las fuentes",
      "congress-acts.import.pasted": TEXT,
    });
    await chair.press("congress-acts.import.send");
    await chair.follow("congress.actHere");
    await chair.press("congress-acts.act.open.button");
    await chair.follow("congress.actHere");
    await chair.press("congress-acts.act.openWhole.button");
    for (const phone of [network, confederation]) {
      await toCongress(phone, TITLE);
      await phone.follow("Por las fuentes");
      await phone.follow("congress.actHere");
      await phone.check("congress-acts.vote.for");
      await phone.press("congress-acts.vote.cast");
    }
    await chair.follow("congress.actHere");
    await chair.press("congress-acts.act.closeVote.button");
    await chair.follow("congress.actHere");
    await chair.follow("congress-acts.act.markPoints.button");
    await chair.check(/Una jornada por las fuentes/u);
    await chair.press("congress-acts.points.send");
  });
});

describe("what was decided is done, and stands in calendars", { timeout: 60_000 }, () => {
  it("as a campaign that the decision calls", async () => {
    await chair.open("/agenda");
    await chair.follow("agenda.act.call");
    await chair.write({
      "agenda.form.title": CAMPAIGN,
      "agenda.form.purpose": "Limpiar y cuidar las fuentes de cada lugar.",
      "agenda.form.startsOn": day(20),
    });
    await chair.choose("agenda.form.decisionPoint", /Una jornada por las fuentes/u);
    await chair.press("agenda.act.call");
    expect(await chair.said()).toContain("Una jornada por las fuentes");
  });

  it("with an action in a city of each of two organisations", async () => {
    await announce(network, "Nettoyage de la source", "Carora");
    await announce(confederation, "Paseo por las fuentes", "Barquisimeto");
    const events = await feed();
    expect(events.get("Nettoyage de la source")).toMatchObject({ status: "CONFIRMED", sequence: 0 });
    expect(events.get("Paseo por las fuentes")).toMatchObject({
      status: "CONFIRMED",
      start: `${day(20)}T09:00:00`,
      zone: "America/Caracas",
      parent: events.get(CAMPAIGN)?.uid,
    });
  });

  it("until one is called off: newer than what calendars have, and cancelled", async () => {
    const before = (await feed()).get("Nettoyage de la source");
    await network.unfold("agenda.act.cancelAction");
    await network.write({ "agenda.reason": "La source est à sec." });
    await network.press("agenda.act.cancelAction");
    expect(await network.said()).toContain("La source est à sec.");
    const events = await feed();
    expect(events.get("Nettoyage de la source")).toEqual({
      ...before,
      status: "CANCELLED",
      sequence: (before?.sequence ?? 0) + 1,
      comment: "La source est à sec.",
    });
    expect(events.get("Paseo por las fuentes")).toMatchObject({ status: "CONFIRMED", sequence: 0 });
  });
});

/** From the campaign, as its page offers it. */
async function announce(phone: Phone, title: string, city: string): Promise<void> {
  await phone.open("/agenda/campaigns");
  await phone.follow(CAMPAIGN);
  await phone.follow("agenda.act.announceIn");
  await phone.write({
    "agenda.form.title": title,
    "agenda.form.startsOn": day(20),
    "agenda.form.startsTime": "09:00",
    "agenda.form.endsTime": "12:00",
    "agenda.form.city": city,
  });
  await phone.choose("agenda.form.zone", "America/Caracas");
  await phone.press("agenda.act.announce");
  expect(phone.path()).toMatch(/^\/agenda\/actions\/\d+$/u);
}

type Read = Readonly<Record<"uid" | "status" | "start" | "zone" | "parent" | "comment", string>> & {
  readonly sequence: number;
};

/** What is read in the feed, by its titles. */
async function feed(): Promise<Map<string, Read>> {
  const text = await (await fetch(`${node.address}/agenda.ics?lang=es`)).text();
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return new Map(
    calendar.getAllSubcomponents("vevent").map((event) => {
      const value = (name: string) => String(event.getFirstPropertyValue(name) ?? "");
      return [
        value("summary"),
        {
          uid: value("uid"),
          status: value("status"),
          sequence: Number(value("sequence")),
          start: value("dtstart"),
          zone: String(event.getFirstProperty("dtstart")?.getParameter("tzid") ?? ""),
          parent: value("related-to"),
          comment: value("comment"),
        },
      ];
    }),
  );
}
