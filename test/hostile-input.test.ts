// Every route of the application, with what nobody's browser would send: numbers beyond the database's, days that are in no
// calendar, ids of nothing, controls and markup. Each is answered by a sentence, never by a fault; and whoever holds no
// mandate does nothing by any of them.
import type { Hono } from "hono";
import { sql } from "kysely";
import { beforeAll, expect, it } from "vitest";
import { announceAction } from "#agenda";
import { foundOrgan } from "#assembly";
import { newId } from "#platform/ids";
import { inOneLanguage } from "#platform/multilingual";
import { actionInput, calledCampaign } from "./support/agenda.ts";
import { amendedText } from "./support/amended-text.ts";
import { affiliatedDelegation } from "./support/assembly.ts";
import { createTestApp, type Reader } from "./support/app.ts";
import { useDatabase } from "./support/database.ts";
import { accepted, conveneNow, giveSeats } from "./support/delegates.ts";
import { foundTestNode, personWithOffice } from "./support/node.ts";
import { readerOf } from "./support/readers.ts";
import { planTestSitting } from "./support/sitting.ts";
import { tables } from "../src/modules/confederation/tables.ts";
import type { Env } from "../src/web/request.ts";

const test = useDatabase();
let app: Hono<Env>;
let readers: Readonly<Record<"visitor" | "chair" | "spokesperson" | "stranger", Reader>>;
/** What stands for a parameter of an address, by its name; where it means several things, by what stands before it. */
let known: Readonly<Record<string, string>>;
const faults: string[] = [];

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  const congress = await conveneNow(node, 2);
  await giveSeats(congress, 2);
  const [delegation, other] = congress.delegations;
  if (!delegation || !other) throw new Error("two were accredited");
  const [delegateId = ""] = await accepted(congress, delegation, "delegate", ["Ana Example"]);
  const { chair, edition } = congress;
  const assembly = { node, chair, delegations: congress.delegations, edition };
  const { slug: text, ids, propose } = await amendedText(assembly, "Plan");
  const amendment = await propose([{ op: "delete", paragraphId: ids[2] ?? "" }]);
  const sitting = await planTestSitting(assembly);
  await sitting.act({ what: "opened" });
  await sitting.act({ what: "item_opened", itemId: sitting.items[0] ?? "" });
  await foundOrgan(chair.ctx, {
    edition: null,
    slug: "south",
    kind: "regional_meeting",
    name: inOneLanguage("en", "South"),
    organizationId: node.organizationId,
    region: "005",
    languages: ["es"],
    rules: {
      quorum: { of: "delegations", share: { numerator: 1, denominator: 2 } },
      speaking: { firstTimeFirst: true, alternation: "none", seconds: 180, timesPerItem: 2 },
    },
    cycleMonths: 12,
    cycleFrom: "2019-10-01",
    requestKey: newId(),
  });
  const announcer = await affiliatedDelegation(node, "Neighbourhood network");
  const agenda = { node, caller: chair, announcer, other };
  const campaign = await calledCampaign(agenda);
  const action = await announceAction(announcer.ctx, actionInput(agenda, { campaign }));
  known = {
    edition,
    text,
    organ: "plenary",
    "/organs/:organ": "south",
    organization: delegation.slug,
    number: "1",
    "/actions/:number": String(action),
    "/amendments/:number": String(amendment),
    "/sittings/:number": String(sitting.number),
    slug: delegation.slug,
    "/campaigns/:slug": campaign,
    file: `${campaign}.ics`,
    delegateId,
    organizationId: delegation.organizationId,
    itemId: sitting.items[0] ?? "",
  };
  const made = createTestApp(node.shell);
  app = made.app;
  const reader = (person: { personId: (typeof chair)["personId"] }) => readerOf(test.db, made.as, person);
  // One person with everything that the node's own organisation can give.
  for (const office of ["credentials", "secretary"])
    await tables(test.db)
      .updateTable("mandates")
      .set({ person_id: chair.personId })
      .where("id", "=", (await personWithOffice(node, node.organizationId, office)).mandateId)
      .execute();
  readers = {
    visitor: made.as(),
    chair: await reader(chair),
    spokesperson: await reader(delegation),
    stranger: await reader(await affiliatedDelegation(node, "Not accredited")),
  };
});

type Route = { readonly method: string; readonly path: string };

/** Not those of accounts, which are another library's, nor those that never end. */
function routes(method: "GET" | "POST"): string[] {
  const all = (app.routes as readonly Route[]).filter((route) => route.method === method);
  const paths = new Set(all.map(({ path }) => path));
  return [...paths].filter((path) => !/\*|^\/(account|sign|invitation|setup)|\/live$/.test(path));
}

/** The address of a route: `hostile` stands for every parameter that takes it, else what is known. */
function addressOf(route: string, hostile?: string): string {
  return route.replaceAll(
    /:(\w+)(\{[^/]*?\}(?:[^/]*\})?)?(?=\/|\.|$)/g,
    (whole, name: string, shape: string | undefined, at: number) => {
      const before = /\/[^/]*\/$/.exec(route.slice(0, at))?.[0] ?? "";
      const value = hostile ?? known[`${before}:${name}`] ?? known[name] ?? newId();
      const fits = shape === undefined || new RegExp(`^(?:${shape.slice(1, -1)})$`).test(value);
      return encodeURIComponent(fits ? value : /0-9a-f/.test(shape ?? "") ? "0".repeat(64) : "1");
    },
  );
}

async function answered(what: string, response: Promise<Response>): Promise<Response> {
  const answer = await response;
  if (answer.status >= 500 && answer.status !== 503) faults.push(`${answer.status} ${what}`);
  await answer.body?.cancel();
  return answer;
}

const queries = [
  ...["at", "day", "month", "from", "to", "since", "before"].flatMap((name) =>
    [
      "2019-02-30",
      "0000-01-01",
      "9999-12-31",
      "2019-02-30T10:00",
      "0000-01-01T00:00",
      "9999-99",
      "9999-12",
    ].map((value) => `${name}=${value}`),
  ),
  ...[
    "page",
    "part",
    "after",
    "limit",
    "p",
    "of",
    "parent",
    "amends",
    "version",
    "against",
    "refresh",
    "names",
  ].flatMap((name) =>
    ["0", "-1", "1e9", "99999999999999999999", "NaN", "%00", "1.5"].map((value) => `${name}=${value}`),
  ),
  ...[
    "q",
    "in",
    "lang",
    "next",
    "state",
    "seen",
    "region",
    "country",
    "language",
    "organization",
    "campaign",
    "kind",
  ].flatMap((name) =>
    ["%00", "%E2%80%AE%27%22%3E%3Cscript%3E", "%25_%5C", "constructor", "x".repeat(3_000)].map(
      (value) => `${name}=${value}`,
    ),
  ),
];

it("answers every address with hostile queries by a page or a refusal", async () => {
  for (const route of routes("GET"))
    for (const group of Map.groupBy(queries, (_, index) => index % 7).values()) {
      const query = group.join("&");
      for (const name of ["visitor", "chair"] as const)
        await answered(
          `${name} GET ${route} ${query.slice(0, 300)}`,
          readers[name].get(`${addressOf(route)}?${query}`),
        );
    }
  expect(faults.splice(0).join("\n")).toBe("");
}, 600_000);

it("answers every address with hostile parameters", async () => {
  const hostile = [
    "\u0000",
    "..",
    "%2e%2e%2f",
    "999999999",
    "99999999999999",
    "constructor",
    "new",
    "\u202e'\"><b>",
    "x".repeat(500),
  ];
  for (const route of routes("GET").filter((each) => each.includes(":")))
    for (const value of hostile)
      await answered(`GET ${route} ${value}`, readers.chair.get(addressOf(route, value)));
  expect(faults.splice(0).join("\n")).toBe("");
}, 600_000);

const FIELDS =
  "accessibility act address allDay alternateId alternatesForSeat alternation amends badgeId base baseVersion basics body called campaign castingVote choice city closesAt commissionId confirmed contact conveningOrganizationId counted country cycleFrom cycleMonths data days_default decision decisionPointId delegateId delegateIds description direction each endsAt endsOn endsTime entry eventId evolution expectedKey expectedVersion firstTimeFirst format gender hostCity insists into isExact itemId kind language languages latitude least link longitude majority_default majority_text mode most name named numbers office order organ organization organizationId organizationName paper participants pasted people percent personId place plannedMinutes policies precision processes purpose q quorum quorumOf readingDays readings reason region regions_text repeats requestId requestKey revision rollCallId rule rulesName ruling seat seats seconds sequence share shown slug source sponsorId startsAt startsOn startsTime step subject substitutionId supporters text textId tie timesPerItem title until verdict weights what who wish withdrawn without words zone".split(
    " ",
  );

/** What fits, so that what is hostile in the other fields is reached. */
function fitting(): Record<string, string> {
  const { organizationId = "", itemId = "", delegateId = "", slug = "" } = known;
  return {
    requestKey: newId(),
    eventId: newId(),
    organizationId,
    conveningOrganizationId: organizationId,
    itemId,
    delegateId,
    organization: slug,
    language: "en",
    country: "VE",
    zone: "America/Caracas",
    expectedVersion: "2",
    kind: "debate",
    title: "Title",
    reason: "Reason",
    decision: "Decision",
    words: "Words",
    startsAt: "2019-10-18T09:00",
    endsAt: "2019-10-18T10:00",
    languages: "es",
  };
}

const values = [
  "99999999999999999999",
  "2147483648",
  "2019-02-30",
  "0000-01-01T00:00",
  "plan amendment 99999999999",
  "a\u0000b\ud800",
  "https://a.example/\r\nX: y",
];

it("answers every form with hostile fields by a sentence", async () => {
  for (const route of routes("POST"))
    for (const value of values) {
      const fields = Object.fromEntries(FIELDS.map((name) => [name, value]));
      const whats = route.endsWith("/chair")
        ? ["vote_opened", "item_postponed", "adjourned", "floor_given"]
        : [value];
      for (const what of whats) {
        await sql`truncate rate_limits`.execute(test.db);
        const form = { ...fields, ...fitting(), what };
        await answered(`POST ${route} ${value.slice(0, 40)}`, readers.chair.post(addressOf(route), form));
      }
    }
  expect(faults.splice(0).join("\n")).toBe("");
}, 600_000);

it("does nothing for whoever holds no mandate, by any form", async () => {
  const { rows: before } = await sql`select count(*) from log_acts`.execute(test.db);
  for (const route of routes("POST"))
    for (const name of ["visitor", "stranger"] as const) {
      await sql`truncate rate_limits`.execute(test.db);
      await answered(`${name} POST ${route}`, readers[name].post(addressOf(route), fitting()));
    }
  expect(faults.splice(0).join("\n")).toBe("");
  expect((await sql`select count(*) from log_acts`.execute(test.db)).rows).toEqual(before);
}, 600_000);
