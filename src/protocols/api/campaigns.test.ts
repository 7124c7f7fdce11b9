import { beforeAll, describe, expect, it } from "vitest";
import { announceAction, cancelCampaign, findCampaign } from "#agenda";
import {
  actionInput,
  type Agenda,
  calledCampaign,
  dayFrom,
  openAgenda,
  said,
} from "../../../test/support/agenda.ts";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, testOrigin } from "../../../test/support/node.ts";
import { campaignDetail, campaignList } from "./campaigns.schema.ts";

const test = useDatabase();
let agenda: Agenda;
let visitor: Reader;
let slugs: string[];

beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
  const { now } = agenda.node.shell;
  slugs = [
    await calledCampaign(agenda, {
      rule: "FREQ=YEARLY;COUNT=3",
      without: [dayFrom(now, 40)],
      added: [dayFrom(now, 50)],
    }),
    await calledCampaign(agenda, { title: said("Month of seeds"), precision: "month" }),
    await calledCampaign(agenda, { title: said("By the end"), precision: "by", startsOn: dayFrom(now, 1) }),
  ];
  await announceAction(agenda.announcer.ctx, actionInput(agenda, { campaign: slugs[0] ?? "" }));
  await cancelCampaign(agenda.caller.ctx, { campaign: slugs[1] ?? "", reason: said("No seeds.") });
  visitor = createTestApp(agenda.node.shell).as();
});

const get = async (path: string) => (await visitor.get(`/api/v1/campaigns${path}`)).json();
const listOf = async (query: string) => campaignList.strict().parse(await get(query));
const found = async (query: string) => (await listOf(query)).campaigns.map(({ slug }) => slug);

describe("campaigns in the API", () => {
  it("say field by field what the page says, and are open to every site", async () => {
    const answer = await visitor.get("/api/v1/campaigns");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    const [first] = campaignList.strict().parse(await answer.json()).campaigns;
    const campaign = await findCampaign(test.db, slugs[0] ?? "");
    const expected = {
      uri: `${testOrigin}/agenda/campaigns/${slugs[0]}`,
      uid: campaign?.id,
      slug: slugs[0],
      state: "called",
      reason: null,
      sequence: 0,
      updatedAt: campaign?.updatedAt.toISOString(),
      title: said("Day of water"),
      purpose: said("Water belongs to whoever drinks it."),
      calledBy: {
        uri: `${testOrigin}/organizations/${campaign?.organization.slug}`,
        name: campaign?.organization.name,
        isExample: false,
      },
      decisionPoint: null,
      text: null,
      decision: said("Resolved by the assembly of 3 May"),
      precision: "day",
      startsOn: dayFrom(agenda.node.shell.now, 30),
      endsOn: dayFrom(agenda.node.shell.now, 30),
      rule: "FREQ=YEARLY;COUNT=3",
      added: [dayFrom(agenda.node.shell.now, 50)],
      without: [dayFrom(agenda.node.shell.now, 40)],
      actions: 1,
      countries: 1,
      feed: `${testOrigin}/agenda/campaigns/${slugs[0]}.ics`,
    };
    expect(first).toEqual(expected);
    const detail = campaignDetail.strict().parse(await get(`/${slugs[0]}`));
    const { days, totals, ...rest } = detail;
    expect(rest).toEqual(expected);
    expect(days).toHaveLength(4);
    expect(days[0]).toEqual({ startsOn: expected.startsOn, endsOn: expected.startsOn });
    expect(totals).toEqual({ happened: 0, reported: 0, counted: 0, confirmed: 0, participants: 0 });
    expect((await visitor.get(new URL(detail.feed).pathname)).status).toBe(200);
  });

  it("are found by their state and by who called them", async () => {
    expect(await found("?state=cancelled")).toEqual([slugs[1]]);
    expect((await listOf("?state=cancelled")).campaigns[0]).toMatchObject({
      reason: said("No seeds."),
      sequence: 1,
    });
    expect(await found(`?organization=${agenda.other.slug}`)).toEqual([]);
    const own = (await findCampaign(test.db, slugs[0] ?? ""))?.organization.slug;
    expect(await found(`?organization=${own}`)).toEqual(slugs);
  });

  it("come page by page, each with a tag by which an unchanged one is not sent again", async () => {
    const answer = await visitor.get("/api/v1/campaigns?limit=2");
    const { campaigns, next } = campaignList.parse(await answer.json());
    expect(campaigns.map(({ slug }) => slug)).toEqual(slugs.slice(0, 2));
    expect(answer.headers.get("link")).toBe(
      `<${testOrigin}/api/v1/campaigns?limit=2&after=${next}>; rel="next"`,
    );
    expect(await listOf(`?limit=2&after=${next}`)).toMatchObject({
      campaigns: [{ slug: slugs[2] }],
      next: null,
    });
    const tag = answer.headers.get("etag") ?? "";
    expect(tag).not.toBe("");
    const again = await visitor.get("/api/v1/campaigns?limit=2", { "if-none-match": tag });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it("refuse by name what cannot be right", async () => {
    for (const [query, reason] of [
      ["?state=over", "valueNotOffered"],
      ["?after=7", "idMalformed"],
      ["?limit=0", "valueTooSmall"],
      ["?limit=1000", "valueTooLarge"],
      ["?limit=1.5", "valueMalformed"],
    ]) {
      const answer = await visitor.get(`/api/v1/campaigns${query}`);
      expect([answer.status, await answer.json()], query).toEqual([
        400,
        expect.objectContaining({ errors: [expect.objectContaining({ reason })] }),
      ]);
    }
    expect((await visitor.get("/api/v1/campaigns/none-such")).status).toBe(404);
    expect((await visitor.get(`/api/v1/campaigns/${"a".repeat(90)}`)).status).toBe(400);
  });
});
