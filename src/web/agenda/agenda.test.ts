import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { announceAction, findAction, listDated } from "#agenda";
import { newId } from "#platform/ids";
import {
  actionInput,
  type Agenda,
  calledCampaign,
  dayFrom,
  openAgenda,
  said,
} from "../../../test/support/agenda.ts";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { whereTo } from "../../../test/support/browser.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let agenda: Agenda;
let now: Date;
let visitor: Reader;
let announcer: Reader;
let other: Reader;
let caller: Reader;

beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
  now = agenda.node.shell.now;
  const { as } = createTestApp(agenda.node.shell, () => now);
  const reader = async (personId: string) => {
    const accountId = `account-${personId}`;
    await test.pool.query("update people set account_id = $2 where id = $1", [personId, accountId]);
    return as(accountId);
  };
  visitor = as();
  announcer = await reader(agenda.announcer.personId);
  other = await reader(agenda.other.personId);
  caller = await reader(agenda.caller.personId);
});

const page = async (reader: Reader, path: string, headers = {}) => (await reader.get(path, headers)).text();
const day = () => dayFrom(agenda.node.shell.now, 30);
const numberIn = (answer: Response) =>
  Number(/\/agenda\/actions\/(\d+)$/.exec(answer.headers.get("location") ?? "")?.[1]);

const actionForm = (over: Record<string, string> = {}) => ({
  requestKey: newId(), organizationId: agenda.announcer.organizationId, campaign: "", title: "Kitchen of the square", language: "en", kind: "culture",
  description: "Soup for all.", startsOn: day(), startsTime: "12:00", endsOn: "", endsTime: "15:00", zone: "America/Caracas", repeats: "none",
  city: "Guarenas", country: "VE", languages: "es, en", ...over,
}); // prettier-ignore

describe("the agenda's pages", () => {
  it("answer numbers and bytes that no database holds with a sentence", async () => {
    const number = numberIn(await announcer.post("/agenda/actions/new", actionForm({ city: "Tocuyo" })));
    const edit = { ...actionForm(), sequence: "99999999999" };
    expect((await announcer.post(`/agenda/actions/${number}/edit`, edit)).status).toBe(422);
    const path = `/agenda/actions/${number}/organizers/accept`;
    expect((await announcer.post(path, { organizationId: "99999999999" })).status).toBe(422);
    for (const asked of [
      "/agenda?organization=%00",
      "/agenda?campaign=%00",
      "/agenda?page=99999999999",
      "/agenda/campaigns/%00",
      "/agenda/actions/999999999",
      "/agenda.ics?organization=%00",
      "/api/v1/campaigns?organization=%00",
      "/api/v1/actions?campaign=%00",
    ])
      expect((await visitor.get(asked)).status, asked).toBeLessThan(500);
  });

  it("lead from a campaign that is called to an action that is announced in it, for everybody to read", async () => {
    const form = {
      requestKey: newId(), organizationId: agenda.node.organizationId, title: "Day of kitchens", language: "en", purpose: "Eat together.",
      precision: "day", startsOn: day(), endsOn: "", rule: "", decisionPointId: "", textId: "", decision: "Assembly of 3 May",
    }; // prettier-ignore
    const called = await caller.post("/agenda/campaigns/new", form);
    expect(whereTo(called)).toBe("303 /agenda/campaigns/day-of-kitchens");
    const announced = await announcer.post(
      "/agenda/actions/new",
      actionForm({ campaign: "day-of-kitchens" }),
    );
    const number = numberIn(announced);
    const campaign = await page(visitor, "/agenda/campaigns/day-of-kitchens");
    for (const words of ["Assembly of 3 May", "Kitchen of the square", "12:00", "day-of-kitchens.ics"])
      expect(campaign).toContain(words);
    const action = await page(visitor, `/agenda/actions/${number}`);
    for (const words of [
      "Soup for all.",
      "America/Caracas",
      "Spanish, English",
      'itemtype="https://schema.org/Event"',
      `datetime="${day()}T12:00-04:00"`,
    ])
      expect(action).toContain(words);
    expect(action).not.toMatch(/<form method="post"|<script/);
    const list = await page(visitor, "/agenda?country=VE&kind=culture");
    expect(list).toContain("Kitchen of the square");
    expect(await page(visitor, "/agenda?country=ES")).not.toContain("Kitchen of the square");
    expect(await page(visitor, `/agenda?month=${day().slice(0, 7)}`)).toContain("Kitchen of the square");
    expect(await page(visitor, "/agenda?region=nowhere&month=13&kind=x")).toContain("Kitchen of the square");
    expect(await page(visitor, "/")).toContain("Day of kitchens");
  });

  it("keep what was typed and say what is wrong beside the field", async () => {
    const answer = await announcer.post(
      "/agenda/actions/new",
      actionForm({ zone: "America/Barquisimeto", title: "Kept words" }),
    );
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain("“America/Barquisimeto” is not a time zone that exists.");
    expect(html).toContain('value="Kept words"');
    const repeated = await announcer.post(
      "/agenda/actions/new",
      actionForm({ repeats: "weekly", accessibility: "wheelchair" }),
    );
    const asked = await repeated.text();
    expect(asked).toContain("The repetition never ends. Say until which day.");
    expect(asked).toMatch(/value="wheelchair" checked/);
    const nobody = await announcer.post(
      "/agenda/actions/new",
      actionForm({ organizationId: agenda.other.organizationId }),
    );
    expect(nobody.status).toBe(403);
    expect(await nobody.text()).toContain('value="Kitchen of the square"');
    expect(whereTo(await visitor.get("/agenda/actions/new"))).toContain("/sign-in");
  });

  it("ask whether it is the one that is announced already, to join it or to announce another", async () => {
    const first = numberIn(
      await announcer.post(
        "/agenda/actions/new",
        actionForm({ city: "Charallave", title: "Picnic by the lake" }),
      ),
    );
    const form = actionForm({
      city: "Charallave",
      title: "Picnic at the lake",
      organizationId: agenda.other.organizationId,
    });
    const asked = await other.post("/agenda/actions/new", form);
    expect(asked.status).toBe(409);
    const html = await asked.text();
    expect(html).toContain("Is it this one?");
    expect(html).toContain(`formaction="/agenda/actions/${first}/join"`);
    expect(whereTo(await other.post(`/agenda/actions/${first}/join`, form))).toBe(
      `303 /agenda/actions/${first}`,
    );
    expect(await page(visitor, `/agenda/actions/${first}`)).not.toContain("Held together by");
    expect(await page(other, `/agenda/actions/${first}`)).toContain("has not answered yet");
    expect(await page(announcer, "/agenda")).toContain("1 organisation asks to hold it together");
    expect(await page(other, "/agenda")).not.toContain("to hold it together");
    const { organizationId } = agenda.other;
    expect(
      whereTo(await announcer.post(`/agenda/actions/${first}/organizers/accept`, { organizationId })),
    ).toBe(`303 /agenda/actions/${first}`);
    expect(await page(visitor, `/agenda/actions/${first}`)).toContain("Held together by");
    const second = numberIn(await other.post("/agenda/actions/new", { ...form, insists: "yes" }));
    expect(second).toBeGreaterThan(first);
    expect(await page(caller, `/agenda/actions/${second}`)).not.toContain(
      `action="/agenda/actions/${second}/merge"`,
    );
  });

  it("lead from the address of a merged action to the one that stays", async () => {
    const campaign = await calledCampaign(agenda);
    const into = await announceAction(
      agenda.announcer.ctx,
      actionInput(agenda, { campaign, city: "Cumaná" }),
    );
    const number = await announceAction(
      agenda.announcer.ctx,
      actionInput(agenda, { campaign, city: "Cumaná", insists: true }),
    );
    expect(await page(caller, `/agenda/actions/${number}`)).toContain(
      `action="/agenda/actions/${number}/merge"`,
    );
    const refused = await caller.post(`/agenda/actions/${number}/merge`, { into: String(number) });
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining("An action cannot be merged with itself."),
    ]);
    expect(whereTo(await caller.post(`/agenda/actions/${number}/merge`, { into: String(into) }))).toBe(
      `303 /agenda/actions/${number}`,
    );
    expect(whereTo(await visitor.get(`/agenda/actions/${number}`))).toBe(`301 /agenda/actions/${into}`);
  });

  it("change a series and keep its rule, and call it off with the reason for all to read", async () => {
    const posted = await announcer.post(
      "/agenda/actions/new",
      actionForm({ city: "Calabozo", repeats: "monthlyWeekday", until: dayFrom(now, 150) }),
    );
    const number = numberIn(posted);
    const before = await findAction(test.db, number);
    expect(before?.rule).toMatch(/^FREQ=MONTHLY;UNTIL=\d{8};BYDAY=(-1|[1-4])[A-Z]{2}$/);
    const form = await page(announcer, `/agenda/actions/${number}/edit`);
    expect(form).toContain('<option value="kept" selected="">');
    const change = {
      ...actionForm({ city: "Calabozo", repeats: "kept", keptRule: before?.rule ?? "" }),
      sequence: "0",
      endsTime: "16:00",
    };
    expect(whereTo(await announcer.post(`/agenda/actions/${number}/edit`, change))).toBe(
      `303 /agenda/actions/${number}`,
    );
    expect(await findAction(test.db, number)).toMatchObject({
      rule: before?.rule,
      endsLocal: `${day()}T16:00`,
      sequence: 1,
    });
    const stale = await announcer.post(`/agenda/actions/${number}/edit`, change);
    expect([stale.status, await stale.text()]).toEqual([
      409,
      expect.stringContaining("Somebody changed this action while you were writing."),
    ]);
    const silent = await announcer.post(`/agenda/actions/${number}/cancel`, { reason: " " });
    expect(silent.status).toBe(422);
    await announcer.post(`/agenda/actions/${number}/cancel`, { reason: "The square is flooded." });
    const html = await page(visitor, `/agenda/actions/${number}`);
    expect(html).toContain("The square is flooded.");
    expect(html).toContain("https://schema.org/EventCancelled");
  });

  it("show the day around the world at any instant, with its table", async () => {
    const campaign = await calledCampaign(agenda);
    await announceAction(
      agenda.announcer.ctx,
      actionInput(agenda, { campaign, city: "Mérida", latitude: 8.59, longitude: -71.16 }),
    );
    const path = `/agenda/campaigns/${campaign}/world`;
    const at = (hour: string) => page(visitor, `${path}?day=${day()}&at=${day()}T${hour}`);
    expect(await at("13:00")).toMatch(/<b>0<\/b>now<\/li><li><b>1<\/b>to come/);
    expect(await at("15:00")).toMatch(/<b>1<\/b>now/);
    const late = await at("16:00");
    expect(late).toMatch(/<b>1<\/b>over/);
    expect(late).toContain("Caracas");
    for (const odd of [
      "?at=yesterday&day=2026-99-99",
      "?day=9999-12-31",
      "?at=9999-12-31T23:59",
      "?day=0000-01-01",
    ])
      expect((await visitor.get(path + odd)).status, odd).toBe(200);
    const map = await visitor.get(`${path}.svg?day=${day()}&at=${day()}T15:00`);
    expect(map.headers.get("content-type")).toContain("image/svg+xml");
    expect(await map.text()).toMatch(/class="d" d="M[\s\S]*<circle class="w"/);
    expect(
      (
        await visitor.get(`${path}.svg?day=${day()}&at=${day()}T15:00`, {
          "if-none-match": map.headers.get("etag") ?? "",
        })
      ).status,
    ).toBe(304);
    expect((await visitor.get("/agenda/campaigns/nowhere/world")).status).toBe(404);
  });

  it("take a calendar file: shown, then announced; one that is too large is refused with a sentence", async () => {
    const form = (text: string) => {
      const data = new FormData();
      const fields = {
        organizationId: agenda.other.organizationId,
        campaign: "",
        kind: "forum",
        city: "Teruel",
        country: "ES",
        language: "es",
      };
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
      data.set("bytes", new File([text], "agenda.ics", { type: "text/calendar" }));
      return data;
    };
    const compact = day().replaceAll("-", "");
    const file = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:talk@example.org", "SUMMARY:Talk on wells", `DTSTART;TZID=Europe/Madrid:${compact}T190000`, "DURATION:PT2H", "END:VEVENT", "BEGIN:VEVENT", "UID:ever@example.org", "SUMMARY:For ever", `DTSTART;TZID=Europe/Madrid:${compact}T190000`, "RRULE:FREQ=SECONDLY", "END:VEVENT", "END:VCALENDAR", ""].join("\r\n"); // prettier-ignore
    const shown = await (await other.post("/agenda/import", form(file))).text();
    for (const words of [
      "Talk on wells",
      "Nothing is announced yet.",
      "It repeats within the day.",
      "Make this change",
    ])
      expect(shown).toContain(words);
    expect(await page(visitor, "/agenda?country=ES")).not.toContain("Talk on wells");
    const action = /action="(\/agenda\/import\/[^"]+)"/.exec(shown)?.[1] ?? "";
    expect((await announcer.post(action, {})).status).toBe(403);
    expect(whereTo(await other.post(action, {}))).toBe("303 /agenda");
    expect(await page(visitor, "/agenda?country=ES")).toContain("Talk on wells");
    expect((await other.post(action, {})).status).toBe(404);
    const large = await other.post(
      "/agenda/import",
      form(`BEGIN:VCALENDAR\r\n${"X-A:b\r\n".repeat(200_000)}END:VCALENDAR\r\n`),
    );
    expect([large.status, await large.text()]).toEqual([
      413,
      expect.stringContaining("The calendar is too large: 1 MB at most."),
    ]);
    const huge = await other.send("/agenda/import", "x", {
      "content-length": String(10 * 1024 * 1024),
      "content-type": "text/plain",
    });
    expect([huge.status, await huge.text()]).toEqual([413, expect.stringContaining("8.4 MB at most")]);
    expect(await (await other.post("/agenda/import", form("no calendar"))).text()).toContain(
      "This is not a calendar file",
    );
  });

  it("take a report afterwards, with its photograph, and a confirmation from another", async () => {
    const campaign = await calledCampaign(agenda);
    const number = await announceAction(
      agenda.announcer.ctx,
      actionInput(agenda, { campaign, city: "Acarigua", title: said("Great walk") }),
    );
    expect(await page(announcer, `/agenda/actions/${number}`)).not.toContain(
      `/agenda/actions/${number}/report`,
    );
    now = new Date(now.getTime() + 40 * 86_400_000);
    try {
      expect(await page(announcer, `/agenda/actions/${number}`)).toContain(
        `/agenda/actions/${number}/report`,
      );
      const bytes = await sharp({ create: { width: 800, height: 600, channels: 3, background: "#a8412a" } })
        .png()
        .toBuffer();
      const form = (alt: string) => {
        const data = new FormData();
        const fields = {
          requestKey: newId(),
          organizationId: agenda.announcer.organizationId,
          participants: "1.200",
          counted: "signatures",
          body: "It rained.",
          language: "en",
          "alt-0": alt,
        };
        for (const [name, value] of Object.entries(fields)) data.set(name, value);
        data.set("photograph-0", new File([new Uint8Array(bytes)], "walk.png", { type: "image/png" }));
        return data;
      };
      const wordless = await announcer.post(`/agenda/actions/${number}/report`, form(""));
      expect([wordless.status, await wordless.text()]).toEqual([
        422,
        expect.stringContaining("Say what the photograph shows"),
      ]);
      expect(whereTo(await announcer.post(`/agenda/actions/${number}/report`, form("Umbrellas")))).toBe(
        `303 /agenda/actions/${number}`,
      );
      const html = await page(visitor, `/agenda/actions/${number}`);
      for (const words of [
        "1,200",
        "by a list of signatures",
        'alt="Umbrellas"',
        "Not confirmed",
        'src="data:image/webp;base64,',
        'loading="lazy"',
      ])
        expect(html).toContain(words);
      const src = /src="(\/agenda\/photographs\/[0-9a-f]{64})"/.exec(html)?.[1] ?? "";
      const photograph = await visitor.get(src);
      expect([photograph.status, photograph.headers.get("content-type")]).toEqual([200, "image/webp"]);
      expect((await visitor.get(`/agenda/photographs/${"0".repeat(64)}`)).status).toBe(404);
      const confirm =
        /action="(\/agenda\/actions\/\d+\/reports\/[^"]+)"/.exec(
          await page(caller, `/agenda/actions/${number}`),
        )?.[1] ?? "";
      await caller.post(confirm, {});
      expect(await page(visitor, `/agenda/actions/${number}`)).toContain(">Confirmed<");
      expect(await page(visitor, `/agenda/campaigns/${campaign}`)).toContain("1,200");
    } finally {
      now = agenda.node.shell.now;
    }
  });

  it("call a campaign off, or record that it was held", async () => {
    const campaign = await calledCampaign(agenda);
    expect((await announcer.post(`/agenda/campaigns/${campaign}/cancel`, { reason: "No." })).status).toBe(
      403,
    );
    await caller.post(`/agenda/campaigns/${campaign}/cancel`, { reason: "A storm is coming." });
    expect(await page(visitor, `/agenda/campaigns/${campaign}`)).toContain("A storm is coming.");
    const early = await calledCampaign(agenda);
    const refused = await caller.post(`/agenda/campaigns/${early}/held`, {});
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining("This campaign has not begun yet."),
    ]);
    expect(
      (await listDated(test.db, { campaign }, { from: new Date(0), to: null }, { offset: 0, limit: 5 }))
        .length,
    ).toBe(0);
  });
});
