// The congress in full as people do it: four phones without JavaScript, three in Spanish and one in French, from the call to
// an archive that holds, on a node of its own with the demonstration.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../process/chromium.ts";
import { run } from "../process/command.ts";
import { type SpawnedNode, spawnNode } from "../process/demo-node.ts";
import { readQr, wordsPrinted } from "../process/paper.ts";
import { type Phone, takePhone } from "../process/phone.ts";

const slug = "asamblea-de-las-semillas";
const TITLE = "Asamblea de las semillas";
const edition = `/congress/${slug}`;
const ALTERNATE = "Ramona Suplente Ejemplo";

let node: SpawnedNode;
let browser: Browser;
/** Presides, keeps the minutes. */
let chair: Phone;
/** Decides on credentials and keeps the door. */
let commission: Phone;
/** Speaks for the network, in French, and is its delegate. */
let delegate: Phone;
/** Speaks for the confederation. */
let other: Phone;

const day = (daysFromNow: number) =>
  new Date(Date.now() + daysFromNow * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  [node, browser] = await Promise.all([spawnNode(), openBrowser()]);
  chair = await takePhone(browser, node, "Chair of the assembly", "es");
  commission = await takePhone(browser, node, "Communicator", "es");
  delegate = await takePhone(browser, node, "Spokesperson", "fr");
  other = await takePhone(browser, node, "Node operator", "es");
});
afterAll(async () => {
  await browser?.close();
  await node?.stop();
});

/** From the front door to the congress, as anybody finds it. */
async function toCongress(phone: Phone): Promise<void> {
  await phone.open("/");
  await phone.follow("layout.section.congress");
  await phone.follow(TITLE);
}

describe("a congress is called, and its delegations come", { timeout: 60_000 }, () => {
  it("is convened, and a working table founded", async () => {
    await chair.open("/congress");
    await chair.follow("congress.convene");
    await chair.write({
      "congress-acts.convene.name": TITLE,
      "congress-acts.convene.address": slug,
      "congress-acts.convene.hostCity": "Barquisimeto",
      "congress-acts.convene.startsOn": day(-1),
      "congress-acts.convene.endsOn": day(1),
    });
    await chair.choose("congress-acts.convene.country", "Venezuela");
    await chair.choose("sittings.zone", "America/Caracas");
    await chair.press("congress-acts.convene.send");
    expect(chair.path()).toBe(edition);

    await chair.follow("congress.nav.organs");
    await chair.follow("room.organs.found");
    await chair.write({ "room.form.name": "Mesa de semillas", "room.form.slug": "mesa-de-semillas" });
    await chair.choose("room.form.kind", "room.kind.working_table");
    await chair.choose("room.form.share", "room.share.2-3");
    await chair.press("room.form.found");
    expect(await chair.said()).toContain("dos tercios");
  });

  it("has seats in proportion, seen before they are set", async () => {
    await chair.follow(TITLE);
    await chair.follow("congress.nav.seats");
    await chair.follow("room.seats.set");
    await chair.check("room.seats.kind.apportioned");
    const weights =
      "red-de-comunas-de-venezuela-ejemplo 500\nconfederacion-de-comunas-y-movimientos-ejemplo 300";
    await chair.write({
      "room.seats.totalLabel": "8",
      "room.seats.least": "0",
      "room.seats.weights": `${weights}\nnadie-conocida 1`,
    });
    await chair.press("room.seats.preview");
    const wrong = { line: 3, typed: "nadie-conocida 1" };
    expect(await chair.said()).toContain(chair.t("refusal.weightOfNobodyCalled", wrong));
    await chair.write({ "room.seats.weights": weights });
    await chair.press("room.seats.preview");
    const preview = await chair.page.locator("#preview").innerText();
    expect(preview).toMatch(/5 Red de Comunas de Venezuela/u);
    expect(preview).toMatch(/3 Confederación de Comunas y Movimientos/u);
    await chair.write({ "room.form.decision": "La plenaria de la comisión, el 3 de octubre, por consenso." });
    await chair.press("room.seats.send");
    expect(chair.path()).toBe(`${edition}/seats`);
    expect(await chair.said()).toContain(chair.t("room.seats.alternates", { count: 1 }));
  });

  it("accredits two delegations", async () => {
    await chair.follow(TITLE);
    await chair.follow("congress.accredit");
    await chair.press(/^Acreditar a Red de Comunas de Venezuela/u);
    await chair.press(/^Acreditar a Confederación de Comunas y Movimientos/u);
    expect(await chair.said()).toContain(chair.t("congress-acts.accreditation.accredited", { count: 2 }));
  });

  it("gives somebody else the office of the credentials commission", async () => {
    await other.open("/organizations/confederacion-de-comunas-y-movimientos-ejemplo");
    await other.follow("organizations.act.mandates");
    await other.choose("organizations.mandates.person", commission.name);
    await other.choose("organizations.mandates.office", "Comisión de credenciales");
    await other.write({ "organizations.mandates.decision": "La asamblea general, el 10 de octubre." });
    await other.press("organizations.mandates.send");
    expect(await other.said()).toContain(commission.name);
  });

  it("hears whom a delegation sends; one is accepted, and one is not, with a reason", async () => {
    await toCongress(delegate);
    await delegate.follow(/Réseau de(s)? communes du Venezuela|Délégation d/u);
    await delegate.check(delegate.name);
    await delegate.press("room.delegation.nominate");
    await delegate.choose("room.delegation.as", "room.seat.alternate");
    await delegate.write({ "room.delegation.names": ALTERNATE });
    await delegate.press("room.delegation.nominate");
    expect(await delegate.said()).toContain(ALTERNATE);

    await toCongress(commission);
    await commission.follow("room.credentials.title");
    await commission.check(new RegExp(`^${delegate.name}`, "u"));
    await commission.press("room.credentials.accept");
    await commission.check(new RegExp(`^${ALTERNATE}`, "u"));
    await commission.unfold("room.credentials.refuseSummary");
    await commission.press("room.credentials.refuse");
    expect(await commission.page.locator(".reason").innerText()).not.toBe("");
    expect(await commission.field(new RegExp(`^${ALTERNATE}`, "u")).isChecked()).toBe(true);
    await commission.write({ "room.credentials.reason": "No llegó el acta de su asamblea." });
    await commission.press("room.credentials.refuse");
    expect(await commission.said()).toContain(commission.t("room.credentials.empty"));

    await toCongress(delegate);
    await delegate.follow(/Délégation d/u);
    const told = await delegate.said();
    expect(told).toContain("No llegó el acta de su asamblea.");
    expect(told).toContain(delegate.t("room.state.refused"));
  });

  it("prints a badge, and checks in by its code, once", async () => {
    await commission.follow("room.badges.title");
    const badge = commission.page.locator("article.badge");
    expect(await badge.count()).toBe(1);
    const code = await badge.locator(".code").innerText();
    const paper = await commission.page.pdf({ format: "A4", preferCSSPageSize: true });
    // A line that is broken has no space on paper.
    expect(wordsPrinted(paper).join("\n").replaceAll(" ", "")).toContain(delegate.name.replaceAll(" ", ""));
    await commission.page.emulateMedia({ media: "print" });
    expect(await readQr(badge.locator(".qr"))).toMatch(/\/b\/\S+$/u);
    await commission.page.emulateMedia({ media: null });

    await commission.follow("room.credentials.title");
    await commission.follow("room.door.title");
    await commission.write({ "room.door.code": code });
    await commission.press("room.door.in");
    expect(await commission.said()).toContain(commission.t("room.door.cameIn", { name: delegate.name }));
    await commission.write({ "room.door.code": code });
    await commission.press("room.door.in");
    const why = commission.t("room.aside.reason.alreadyIn");
    expect(await commission.said()).toContain(commission.t("refusal.doorSetAside", { why }));
  });
});

const TEXT =
  "# Lo que acordamos\n\nGuardamos semillas en cada región.\n\n1. Guardar copias.\n2. Enseñarnos.\n";
const text = `${edition}/texts/sobre-las-semillas`;
const sitting = `${edition}/sittings/1`;

/** Proposes other words for the paragraph about seeds, or that it goes. */
async function propose(phone: Phone, title: string, words: string | null): Promise<void> {
  await toCongress(phone);
  await phone.follow("Sobre las semillas");
  await phone.follow("congress.propose");
  await phone.choose("congress-acts.operation.paragraph", /Guardamos semillas/u);
  if (words === null) await phone.check("congress-acts.operation.delete");
  else {
    await phone.press("congress-acts.operation.fill");
    await phone.write({ "congress-acts.operation.text": words });
  }
  await phone.write({
    "congress-acts.amendment.name": title,
    "congress-acts.amendment.reason": "Así lo decidió la asamblea.",
  });
  await phone.press("congress-acts.amendment.preview");
  await phone.press("congress-acts.amendment.send");
  expect(phone.path()).toMatch(/\/amendments\/\d$/u);
}

/** To the sitting, from the page of the congress. */
async function toSitting(phone: Phone): Promise<void> {
  await toCongress(phone);
  await phone.follow("Primera sesión");
}

describe("a sitting is held", { timeout: 60_000 }, () => {
  it("takes in a text and three amendments to the same words", async () => {
    await toCongress(chair);
    await chair.follow("congress.import");
    await chair.write({
      "congress-acts.import.name": "Sobre las semillas",
      "congress-acts.import.pasted": TEXT,
    });
    await chair.press("congress-acts.import.send");
    expect(chair.path()).toBe(text);
    await chair.follow("congress.actHere");
    await chair.press("congress-acts.act.open.button");
    await propose(delegate, "Et les écoles", "Guardamos semillas en cada región y cada escuela.");
    await propose(other, "Sin esa frase", null);
    await propose(delegate, "Autrement dit", "Cada comuna cuida y comparte sus propias semillas, sin dueño.");
  });

  it("is planned with an agenda", async () => {
    await toCongress(chair);
    await chair.follow("congress.nav.sittings");
    await chair.follow("sittings.plan");
    expect(await chair.field("sittings.zone").inputValue()).toBe("America/Caracas");
    await chair.choose("sittings.organ", "Plenaria");
    await chair.write({ "sittings.titleOf": "Primera sesión" });
    await chair.press("sittings.planSend");
    await chair.write({ "sittings.itemTitle": "Informe de la comisión", "sittings.plannedMinutes": "20" });
    await chair.press("sittings.addItem");
    await chair.write({ "sittings.itemTitle": "El texto sobre las semillas" });
    await chair.choose("sittings.itemKind", "sittings.kind.decision");
    await chair.choose("sittings.paper", /Sobre las semillas, el texto entero/u);
    await chair.press("sittings.addItem");
    await chair.follow("Primera sesión");
    await chair.follow("sittings.toChair");
    await chair.press("sittings.chair.act.opened");
    await chair.press("sittings.chair.act.item_opened");
    expect(await chair.said()).toContain("Informe de la comisión");
  });

  it("gives the floor to a delegate who asks, and to nobody after the list is closed", async () => {
    await toSitting(other);
    await toSitting(delegate);
    await delegate.press("sittings.ask");
    expect(await delegate.said()).toContain(delegate.t("sittings.yourPlace", { place: 1, kind: "speech" }));

    await chair.follow("Primera sesión");
    await chair.follow("sittings.toChair");
    expect(await chair.said()).toContain(delegate.name);
    await chair.press("sittings.chair.act.floor_given");
    await chair.unfold("sittings.chair.list");
    await chair.press("sittings.chair.act.list_closed");
    await delegate.follow("sittings.reload");
    expect(await delegate.said()).toContain(delegate.t("sittings.youSpeak"));

    await other.press("sittings.ask");
    expect(await other.said()).toContain(other.t("refusal.speakersListClosed"));
    await chair.press("sittings.chair.act.floor_ended");
    await chair.unfold("sittings.chair.items");
    await chair.press("sittings.chair.act.item_closed");
    await chair.press("sittings.chair.act.item_opened");
    expect(await chair.said()).toContain("El texto sobre las semillas");
  });

  it("votes on amendments in the order that the page prescribes, and settles the last without a vote", async () => {
    await chair.unfold("sittings.chair.vote");
    await chair.follow("amendments.way.order");
    const order = await chair.page.locator("main ol.list li a").allInnerTexts();
    expect(order.map((title) => /\d/u.exec(title)?.[0])).toEqual(["2", "3", "1"]);
    await chair.page.goBack();
    const choices = await chair.field("sittings.chair.voteOther").locator("option").allInnerTexts();
    expect(choices.map((choice) => /Enmienda (\d)/u.exec(choice)?.[1]).filter(Boolean)).toEqual([
      "2",
      "3",
      "1",
    ]);

    await voteOn("Enmienda 2", "against");
    await voteOn("Enmienda 3", "for");
    await toCongress(chair);
    await chair.follow("Sobre las semillas");
    await chair.follow(/enmiendas/u);
    await chair.follow("amendments.way.order");
    await chair.press("amendments.settle");
    expect(await chair.said()).toContain(chair.t("amendments.noTurns"));
    await chair.follow("Sobre las semillas");
    await chair.follow("congress.actHere");
    await chair.press(chair.t("congress-acts.act.incorporate.button", { count: 1 }));
  });

  it("adopts the text as a whole, and is closed", async () => {
    await toSitting(chair);
    await chair.follow("sittings.toChair");
    await chair.press(/^Votar: Sobre las semillas, el texto entero/u);
    await decide("for");
    await chair.unfold("sittings.chair.items");
    await chair.press("sittings.chair.act.item_closed");
    await chair.unfold("sittings.chair.close");
    await chair.press("sittings.chair.act.closed");
    await toCongress(delegate);
    await delegate.follow("Sobre las semillas");
    expect(await delegate.said()).toContain(delegate.t("congress.state.adopted"));
  });

  it("has minutes that say all of it, and are adopted", async () => {
    await toCongress(chair);
    await chair.follow("congress.nav.sittings");
    await chair.follow("Primera sesión");
    await chair.follow("sittings.toMinutes");
    const said = await chair.said();
    for (const recorded of [
      "La sesión se abrió",
      "1. Informe de la comisión",
      "intervención de Red de Comunas de Venezuela",
      "se cerró la lista de intervenciones del punto 1",
      "se votó la enmienda 2",
      "se votó la enmienda 3",
      "se votó el texto «Sobre las semillas» entero",
      "se levantó la sesión",
    ])
      expect(said).toContain(recorded);
    await chair.press("minutes.submit");
    await chair.open(`${sitting}/minutes`);
    await chair.follow("minutes.toText");
    await chair.follow("congress.actHere");
    await chair.press("congress-acts.act.openWhole.button");
    for (const phone of [delegate, other]) {
      await toCongress(phone);
      await phone.follow(/Primera sesión/u);
      await phone.follow("congress.actHere");
      await phone.check("congress-acts.vote.for");
      await phone.press("congress-acts.vote.cast");
    }
    await chair.follow("congress.actHere");
    await chair.press("congress-acts.act.closeVote.button");
    await chair.open(`${sitting}/minutes`);
    expect(await chair.said()).toContain(chair.t("minutes.adopted"));
  });

  async function voteOn(what: string, choice: "for" | "against"): Promise<void> {
    await chair.unfold("sittings.chair.vote");
    await chair.choose("sittings.chair.voteOther", what);
    await chair.press("sittings.chair.act.vote_opened");
    await decide(choice);
  }

  /** Both delegations vote, and the chair closes the vote. */
  async function decide(choice: "for" | "against"): Promise<void> {
    for (const phone of [delegate, other]) {
      await toSitting(phone);
      await phone.press(`congress.choice.${choice}`);
      expect(await phone.said()).toContain(
        phone.t("sittings.voted", { choice: phone.t(`congress.choice.${choice}`) }),
      );
    }
    await chair.follow("Primera sesión");
    await chair.follow("sittings.toChair");
    await chair.press("sittings.chair.act.vote_closed");
  }
});

describe("what was decided leaves the node", { timeout: 60_000 }, () => {
  it("as an archive that holds, and no longer holds when one byte is changed", async () => {
    const archive = join(node.dataDir, "congress.tar.gz");
    const exported = await run(["congress", "export", slug, archive, "--data", node.dataDir]);
    expect(exported).toMatchObject({ code: 0 });
    const verified = await run(["congress", "verify", archive], { LANG: "es" });
    expect(verified).toMatchObject({ code: 0, err: "" });
    const altered = join(node.dataDir, "altered.tar.gz");
    const bytes = gunzipSync(readFileSync(archive));
    const at = bytes.indexOf("cuida y comparte");
    expect(at).toBeGreaterThan(0);
    bytes.write("c0ida", at);
    writeFileSync(altered, gzipSync(bytes));
    const refused = await run(["congress", "verify", altered], { LANG: "es" });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("texts/sobre-las-semillas/");
  });
});
