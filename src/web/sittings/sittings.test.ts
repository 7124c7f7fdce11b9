// A sitting through its pages: by reload, by forms, and by its stream.
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recallMandate } from "#confederation";
import { listen } from "#platform/database/listening";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { SITTING_CHANGED } from "#assembly";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { whereTo } from "../../../test/support/browser.ts";
import { type Assembly, conveneAssembly, openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { readerOf } from "../../../test/support/readers.ts";
import { planTestSitting, type TestSitting } from "../../../test/support/sitting.ts";
import { openLiveSittings } from "./live.ts";

const test = useDatabase();
let node: TestNode;
let assembly: Assembly;
let [visitor, chair, delegate, secretary] = [] as unknown as [Reader, Reader, Reader, Reader];
let otherDelegate: Reader;
let sitting: TestSitting;
let path = "";

beforeAll(async () => {
  node = await foundTestNode(test.db);
  assembly = await conveneAssembly(node, 3);
  const { as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000));
  visitor = as();
  chair = await readerOf(test.db, as, assembly.chair);
  delegate = await readerOf(test.db, as, assembly.delegations[0]!);
  otherDelegate = await readerOf(test.db, as, assembly.delegations[1]!);
  secretary = await readerOf(test.db, as, await personWithOffice(node, node.organizationId, "secretary"));
});
beforeEach(async () => {
  sitting = await planTestSitting(assembly, ["Opening of the congress", "The plan <b>of</b> seeds"]);
  path = `/congress/${sitting.edition}/sittings/${sitting.number}`;
});

const html = async (reader: Reader, at: string, language = "en") =>
  (await reader.get(at, { "accept-language": language })).text();
/** The fields of the first form that does this act. */
function formOf(page: string, what: string): Record<string, string> {
  const form = [...page.matchAll(/<form[^>]*>(.*?)<\/form>/gs)].find(([, inside = ""]) =>
    inside.includes(`value="${what}"`),
  );
  const inputs = form?.[1]?.matchAll(/<(?:input|button)[^>]* name="([^"]+)" value="([^"]*)"/g) ?? [];
  return Object.fromEntries([...inputs].map(([, name = "", value = ""]) => [name, value]));
}
const press = async (reader: Reader, what: string, more: Record<string, string> = {}) =>
  reader.post(`${path}/chair`, { ...formOf(await html(reader, `${path}/chair`), what), ...more });
const ask = (more: Record<string, string> = {}) =>
  delegate.post(`${path}/floor`, {
    requestKey: newId(),
    organizationId: assembly.delegations[0]!.organizationId,
    itemId: sitting.items[0]!,
    kind: "speech",
    ...more,
  });

describe("the pages of sittings", () => {
  it("show the list and the agenda in four languages, escaped, linked from the edition", async () => {
    expect(await html(visitor, `/congress/${sitting.edition}`)).toContain(
      `/congress/${sitting.edition}/sittings"`,
    );
    for (const [language, word] of [
      ["es", "programada"],
      ["en", "planned"],
      ["pt", "marcada"],
      ["fr", "prévue"],
    ] as const) {
      expect(await html(visitor, `/congress/${sitting.edition}/sittings`, language)).toContain(word);
      expect(await html(visitor, path, language)).toContain(word);
    }
    const page = await html(visitor, path);
    expect(page).toContain("The plan &lt;b&gt;of&lt;/b&gt; seeds");
    expect(page).toContain("09:00 to 13:00");
    expect(page).not.toContain("<form");
    expect((await visitor.get(`/congress/${sitting.edition}/sittings/999`)).status).toBe(404);
  });

  it("change an item that waits: in its languages, with its papers, for whoever saw it as it is", async () => {
    const at = `${path}/agenda/items/${sitting.items[1]!}`;
    expect(await html(chair, `${path}/agenda`)).toContain(`href="${at}"`);
    expect((await delegate.get(at)).status).toBe(403);
    expect((await chair.get(`${path}/agenda/items/${newId()}`)).status).toBe(404);
    const page = await html(chair, at);
    expect(page).toContain("The plan &lt;b&gt;of&lt;/b&gt; seeds");
    const form = {
      expectedVersion: String((await sitting.read()).version),
      source: "en",
      "title-en": "The plan",
      "title-es": "El plan",
      kind: "decision",
      plannedMinutes: "20",
    };
    const empty = await chair.post(at, { ...form, "title-en": " " });
    expect(empty.status).toBe(422);
    expect(await empty.text()).toMatch(/aria-describedby="r-title-en"/);
    expect(whereTo(await chair.post(at, form))).toBe(`303 ${path}/agenda`);
    expect(await html(visitor, path, "es")).toContain("El plan");
    expect(await html(visitor, path)).toContain("20 minutes");
    const late = await chair.post(at, { ...form, "title-en": "Typed <late>" });
    expect(late.status).toBe(409);
    const again = await late.text();
    expect(again).toContain("Typed &lt;late&gt;");
    expect(again).toContain(`name="expectedVersion" value="${(await sitting.read()).version}"`);
  });

  it("reload by themselves only for whoever asks", async () => {
    expect((await visitor.get(path)).headers.get("refresh")).toBeNull();
    expect((await visitor.get(`${path}?refresh=15`)).headers.get("refresh")).toBe("15");
  });

  it("lead the chair through a sitting by one button", async () => {
    for (const what of ["opened", "item_opened"])
      expect(whereTo(await press(chair, what))).toBe(`303 ${path}/chair`);
    expect(whereTo(await ask())).toBe(`303 ${path}`);
    const waiting = await html(delegate, path);
    expect(waiting).toContain("Your speech is number 1 on the list.");
    await press(chair, "floor_given");
    const [chairs, everybodys] = [await html(chair, `${path}/chair`), await html(visitor, path)];
    expect(chairs).toContain("Spokesperson of Delegation congress-2019 1");
    expect(everybodys).toContain("Delegation congress-2019 1");
    expect(everybodys).not.toContain("Spokesperson of");
    expect(await html(visitor, `${path}/hall`)).not.toContain("Spokesperson of");
    expect(await html(secretary, `${path}/hall`)).toContain("Spokesperson of");
    await press(chair, "floor_ended");
    await press(chair, "item_closed");
    await press(chair, "item_opened");
    await press(chair, "item_closed");
    await press(chair, "closed");
    expect(await html(visitor, path)).toContain("closed");
    expect(await html(chair, `${path}/chair`)).toContain("The sitting is closed.");
  });

  it("say why a button no longer fits, and do it once", async () => {
    const early = formOf(await html(chair, `${path}/chair`), "opened");
    await press(chair, "opened");
    expect((await chair.post(`${path}/chair`, early)).status).toBe(409);
    const late = await chair.post(`${path}/chair`, { ...early, requestKey: newId() });
    expect(await late.text()).toContain("somebody else at the table acted first");
    await press(chair, "item_opened");
    const again = formOf(await html(chair, `${path}/chair`), "list_closed");
    const both = await Promise.all([chair.post(`${path}/chair`, again), chair.post(`${path}/chair`, again)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    const refused = await ask();
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain("The list of speakers on this item is closed.");
  });

  it("offer a point of order on what is open, also where its list is closed and another item waits", async () => {
    await press(chair, "opened");
    await press(chair, "item_opened");
    await press(chair, "list_closed");
    const page = await html(delegate, path);
    // To speak is offered on the item that waits, by its name.
    expect(page).toMatch(/Ask for the floor for[^]*?<p>2\. The plan/);
    expect(formOf(page, "speech")["itemId"]).toBe(sitting.items[1]);
    const [, form = ""] = /<button[^>]* form="([^"]+)" name="kind" value="point_of_order"/.exec(page) ?? [];
    const [, own = ""] = new RegExp(`<form id="${form}"[^>]*>(.*?)</form>`, "s").exec(page) ?? [];
    const fields = [...own.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    const sent = { ...Object.fromEntries(fields), kind: "point_of_order" } as Record<string, string>;
    expect(sent["itemId"]).toBe(sitting.items[0]);
    expect(whereTo(await delegate.post(`${path}/floor`, sent))).toBe(`303 ${path}`);
    expect(await html(delegate, path)).toContain("Your point of order is number 1 on the list.");
  });

  it("show the whole list at the table, where whoever no longer wants to speak is taken off", async () => {
    await press(chair, "opened");
    await press(chair, "item_opened");
    await ask();
    const table = await html(secretary, `${path}/chair`);
    expect(table).toMatch(/List of speakers \(1\)/);
    const [, requestId = ""] =
      /name="requestId" value="([^"]+)" aria-label="Leaves the list/.exec(table) ?? [];
    const leaves = { requestKey: newId(), requestId };
    expect((await otherDelegate.post(`${path}/desk/withdraw`, leaves)).status).toBe(403);
    expect(whereTo(await secretary.post(`${path}/desk/withdraw`, leaves))).toBe(`303 ${path}/chair`);
    expect(await html(secretary, `${path}/chair`)).toContain("Nobody waits to speak on this item.");
    // Once more, from another window.
    expect((await secretary.post(`${path}/desk/withdraw`, { ...leaves, requestKey: newId() })).status).toBe(
      409,
    );
  });

  it("keep a reason that was typed when it is refused", async () => {
    await press(chair, "opened");
    await press(chair, "item_opened");
    const refused = await press(chair, "item_postponed", {
      reason: "",
      language: "en",
      itemId: sitting.items[1]!,
    });
    expect(refused.status).toBe(422);
    const kept = await press(chair, "item_postponed", {
      reason: "Late <report>",
      language: "en",
      itemId: "nothing",
    });
    expect(await kept.text()).toContain("Late &lt;report&gt;");
  });

  it("take a vote: opened at the table, cast on the phone, closed with its result", async () => {
    const text = await openText(assembly.chair.ctx, sitting.edition, "Seeds", "Seeds\n\nAre kept.\n");
    await press(chair, "opened");
    await press(chair, "item_opened");
    await press(chair, "vote_opened", { subject: `${text} whole 1` });
    const form = formOf(await html(delegate, path), "for");
    expect(form).toMatchObject({ organizationId: assembly.delegations[0]!.organizationId });
    await delegate.post(`${path}/vote`, { ...form, choice: "against" });
    expect(await html(delegate, path)).toContain("Your delegation has voted: Against.");
    expect(await html(visitor, path)).toContain("1 against");
    await press(chair, "vote_closed");
    const page = await html(visitor, path);
    expect(page).toContain("Result of the vote");
    expect(page).toContain("0 delegations present out of 3 accredited");
  });

  it("plan a sitting and its agenda, and keep what was typed", async () => {
    const at = `/congress/${sitting.edition}/sittings/new`;
    const plan = {
      requestKey: newId(),
      organ: "plenary",
      title: "Night sitting",
      language: "en",
      startsAt: "2019-10-19T22:00",
      endsAt: "2019-10-20T02:00",
      zone: "America/Nowhere",
      place: "The square",
      languages: "es, qu",
    };
    const refused = await chair.post(at, plan);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toMatch(
      /value="Night sitting"[\s\S]*id="r-zone">“America\/Nowhere” is not a time zone/,
    );
    const made = await chair.post(at, { ...plan, zone: "America/Caracas" });
    const agenda = /303 (\S+)/.exec(whereTo(made))?.[1] ?? "";
    expect(agenda).toMatch(/sittings\/\d+\/agenda$/);
    for (const title of ["First", "Second"])
      await chair.post(agenda, {
        requestKey: newId(),
        title,
        language: "en",
        kind: "report",
        plannedMinutes: "20",
      });
    const order =
      /name="order" value="([^"]+)" aria-label="Move up: Second"/.exec(await html(chair, agenda))?.[1] ?? "";
    await chair.post(`${agenda}/order`, { order });
    expect(await html(visitor, agenda.replace("/agenda", ""))).toMatch(/Second[\s\S]*First/);
    expect((await delegate.get(agenda)).status).toBe(403);
    expect((await delegate.get(`${path}/chair`)).status).toBe(403);
    expect(whereTo(await visitor.get(`${path}/chair`))).toMatch(/^303 \/sign-in/);
  });

  it("name nobody to somebody whose mandate has ended", async () => {
    const left = await personWithOffice(node, node.organizationId, "secretary", "Former secretary");
    const { as } = createTestApp(node.shell, () => new Date(node.shell.now.getTime() + 60_000));
    const reader = await readerOf(test.db, as, left);
    await sitting.act({ what: "opened" });
    await sitting.act({ what: "item_opened", itemId: sitting.items[0]! });
    await ask();
    expect(await html(reader, `${path}/hall`)).toContain("Spokesperson of");
    await recallMandate(node.operator, {
      mandateId: left.mandateId,
      decision: inOneLanguage("en", "Thanks"),
    });
    expect(await html(reader, `${path}/hall`)).not.toContain("Spokesperson of");
  });
});

/** Reads messages of a stream until one satisfies. */
async function readUntil(
  stream: ReadableStream<Uint8Array>,
  holds: (seen: string) => boolean,
): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let seen = "";
  while (!holds(seen)) {
    const { value, done } = await reader.read();
    if (done) break;
    seen += decoder.decode(value);
  }
  reader.releaseLock();
  return seen;
}

describe("the stream of a sitting", () => {
  const listening = async () => listen({ connectionString: test.url }, [SITTING_CHANGED]);
  const at = { language: "en", names: false, address: "192.0.2.1", since: "" };

  it("is one of events, not compressed, and says what changes by reload-free parts", async () => {
    const { changes, stop } = await listening();
    const live = openLiveSittings({ db: test.db, changes, now: () => new Date() });
    const { as } = createTestApp(node.shell, () => new Date(), { live });
    const response = await as().get(`${path}/live`, { "accept-encoding": "gzip, br" });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(response.headers.get("cache-control")).toContain("no-transform");
    const body = response.body as ReadableStream<Uint8Array>;
    expect(await readUntil(body, (seen) => seen.includes("data: {"))).toMatch(
      /^retry: \d+\nevent: beat\ndata: 1\n\nid: \S+\ndata: \{/,
    );
    await sitting.act({ what: "opened" });
    const news = await readUntil(body, (seen) => seen.includes(`"state"`));
    expect(news).toContain("open");
    // The agenda has not changed: it is not sent again.
    expect(news).not.toContain(`"agenda"`);
    live.close();
    expect(await readUntil(body, () => false)).toBe("");
    expect((await as().get(`${path}/live`)).status).toBe(503);
    await stop();
  });

  it("goes on from what a reader was sent, and from the beginning in another process", async () => {
    const { changes, stop } = await listening();
    const open = () => openLiveSittings({ db: test.db, changes, now: () => new Date() });
    const [live, other] = [open(), open()];
    const first = await live.show(sitting, at);
    await sitting.act({ what: "opened" });
    const behind = await live.stream({ ...at, ...sitting, since: first!.id });
    const sent = await readUntil(behind, (seen) => seen.includes("data: {"));
    expect(sent).toContain(`"state"`);
    expect(sent).not.toContain(`"agenda"`);
    const now = await live.show(sitting, at);
    const upToDate = await live.stream({ ...at, ...sitting, since: now!.id });
    await sitting.act({ what: "item_opened", itemId: sitting.items[0]! });
    expect(await readUntil(upToDate, (seen) => seen.includes("data: {"))).not.toContain(`"room"`);
    const stranger = await other.stream({ ...at, ...sitting, since: now!.id });
    expect(await readUntil(stranger, (seen) => seen.includes("data: {"))).toContain(`"agenda"`);
    live.close();
    other.close();
    await stop();
  });

  it("reaches all of those who come to a new process at the same moment", async () => {
    const { changes, stop } = await listening();
    const live = openLiveSittings({ db: test.db, changes, now: () => new Date() });
    const streams = await Promise.all(Array.from({ length: 20 }, () => live.stream({ ...at, ...sitting })));
    await Promise.all(streams.map((stream) => readUntil(stream, (seen) => seen.includes("data: {"))));
    await sitting.act({ what: "opened" });
    const seen = await Promise.all(
      streams.map((stream) => readUntil(stream, (one) => one.includes("data: {"))),
    );
    expect(seen.every((one) => one.includes(`"state"`))).toBe(true);
    await expect(live.stream({ ...at, edition: "nowhere", number: 1 })).rejects.toMatchObject({
      reason: "sittingUnknown",
    });
    live.close();
    await stop();
  });

  it("sends a slow reader the difference in one message, whatever happened meanwhile", async () => {
    const { changes, stop } = await listening();
    const live = openLiveSittings({ db: test.db, changes, now: () => new Date() });
    const slow = await live.stream({ ...at, ...sitting });
    await sitting.act({ what: "opened" });
    for (const itemId of sitting.items) {
      await sitting.act({ what: "item_opened", itemId });
      await sitting.act({ what: "item_closed", itemId });
    }
    await live.show(sitting, at);
    const seen = await readUntil(slow, (all) => all.includes("data: {"));
    expect(seen.match(/^data: \{/gm)).toHaveLength(1);
    expect(seen.match(/concluded/g)).toHaveLength(2);
    live.close();
    await stop();
  });

  it("is given to as many behind one address as an assembly has, and to no more", async () => {
    const live = openLiveSittings({
      db: test.db,
      changes: (await listening()).changes,
      now: () => new Date(),
    });
    const streams = [];
    for (let index = 0; index < 600; index += 1) streams.push(await live.stream({ ...at, ...sitting }));
    await expect(live.stream({ ...at, ...sitting })).rejects.toMatchObject({ reason: "liveStreamsTooMany" });
    await live.stream({ ...at, ...sitting, address: "192.0.2.2" });
    await streams[0]!.cancel();
    expect(live.readers()).toBe(600);
    await live.stream({ ...at, ...sitting });
    live.close();
    expect(live.readers()).toBe(0);
  });
});
