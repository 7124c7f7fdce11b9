import { beforeAll, describe, expect, it } from "vitest";
import { announceAction, cancelAction } from "#agenda";
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
import { actionDetail, actionList } from "./actions.schema.ts";

const test = useDatabase();
let agenda: Agenda;
let visitor: Reader;
let campaign: string;
let numbers: number[];

beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
  campaign = await calledCampaign(agenda);
  const { ctx } = agenda.announcer;
  const day = dayFrom(ctx.now, 60);
  numbers = [
    await announceAction(ctx, actionInput(agenda, { campaign })),
    await announceAction(
      ctx,
      actionInput(agenda, {
        city: "Coro",
        startsLocal: `${day}T10:00`,
        endsLocal: `${day}T11:00`,
        rule: "FREQ=WEEKLY;COUNT=2",
      }),
    ),
    await announceAction(
      agenda.other.ctx,
      actionInput(agenda, {
        organizationId: agenda.other.organizationId,
        city: "Huesca",
        country: "ES",
        zone: "Europe/Madrid",
      }),
    ),
  ];
  await cancelAction(ctx, { number: numbers[1] ?? 0, reason: said("No hall.") });
  visitor = createTestApp(agenda.node.shell).as();
});

const listOf = async (query: string) =>
  actionList.parse(await (await visitor.get(`/api/v1/actions${query}`)).json());
const found = async (query: string) => (await listOf(query)).actions.map(({ number }) => number);

describe("actions in the API", () => {
  it("are as their shape says, and open to every site", async () => {
    const answer = await visitor.get("/api/v1/actions");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    const { actions } = actionList.strict().parse(await answer.json());
    expect(actions.map(({ number }) => number)).toEqual(numbers);
    expect(actions[0]).toMatchObject({
      campaign: `${testOrigin}/agenda/campaigns/${campaign}`,
      zone: "America/Caracas",
      state: "announced",
    });
    const one = await visitor.get(`/api/v1/actions/${numbers[1]}`);
    const detail = actionDetail.strict().parse(await one.json());
    expect(detail.occurrences).toHaveLength(2);
    expect(detail).toMatchObject({
      state: "cancelled",
      reason: { texts: { en: "No hall." } },
      sequence: 1,
      reports: [],
    });
  });

  it("are found as in the pages, and by their days", async () => {
    expect(await found("?region=150")).toEqual([numbers[2]]);
    expect(await found(`?campaign=${campaign}`)).toEqual([numbers[0]]);
    expect(await found(`?organization=${agenda.other.slug}`)).toEqual([numbers[2]]);
    expect(await found(`?from=${dayFrom(agenda.node.shell.now, 50)}`)).toEqual([numbers[1]]);
    expect(await found(`?to=${dayFrom(agenda.node.shell.now, 50)}`)).toEqual([numbers[0], numbers[2]]);
  });

  it("come page by page", async () => {
    const first = await visitor.get("/api/v1/actions?limit=2");
    expect(first.headers.get("link")).toBe(
      `<${testOrigin}/api/v1/actions?limit=2&after=${numbers[1]}>; rel="next"`,
    );
    expect(await listOf(`?limit=2&after=${numbers[1]}`)).toMatchObject({
      actions: [{ number: numbers[2] }],
      next: null,
    });
  });

  it("refuse by name what cannot be right", async () => {
    for (const [query, reason] of [
      ["?region=419", "regionUnknown"],
      ["?country=XX", "countryUnknown"],
      ["?from=soon", "dateMalformed"],
      ["?kind=party", "valueNotOffered"],
      ["?after=99999999999", "valueTooLarge"],
      ["?to=9999-12-31", "dateMalformed"],
      ["?limit=1000", "valueTooLarge"],
    ]) {
      const answer = await visitor.get(`/api/v1/actions${query}`);
      expect([answer.status, await answer.json()], query).toEqual([
        400,
        expect.objectContaining({ errors: [expect.objectContaining({ reason })] }),
      ]);
    }
    expect((await visitor.get("/api/v1/actions/999999")).status).toBe(404);
    expect((await visitor.get("/api/v1/actions/none")).status).toBe(400);
    expect((await visitor.get("/api/v1/actions/99999999999")).status).toBe(400);
  });
});
