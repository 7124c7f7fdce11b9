import { beforeAll, describe, expect, it } from "vitest";
import {
  announceAction,
  callCampaign,
  cancelAction,
  cancelCampaign,
  changeAction,
  choicesIn,
  countDated,
  declareHeld,
  findAction,
  findCampaign,
  listCampaignDays,
  listDated,
  listOccurrences,
  mergeActions,
  monthsWithActions,
} from "#agenda";
import { newId } from "#platform/ids";
import {
  actionInput,
  type Agenda,
  calledCampaign,
  campaignInput,
  dayFrom,
  openAgenda,
  said,
} from "../../../test/support/agenda.ts";
import { decide } from "../../../test/support/decided.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let agenda: Agenda;
beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
});

const actsOf = async (subject: string) =>
  (await test.pool.query("select type, record from log_acts where subject = $1 order by sequence", [subject]))
    .rows as {
    type: string;
    record: Record<string, unknown>;
  }[];

describe("a campaign", () => {
  it("is called by a decision in words, once however often the form is sent, and logged", async () => {
    const input = campaignInput(agenda);
    const slug = await callCampaign(agenda.caller.ctx, input);
    expect(await callCampaign(agenda.caller.ctx, input)).toBe(slug);
    expect(await findCampaign(test.db, slug)).toMatchObject({
      state: "called",
      precision: "day",
      sequence: 0,
      actions: 0,
    });
    expect((await actsOf(`/agenda/campaigns/${slug}`)).map(({ type }) => type)).toEqual([
      "agenda.campaign.called",
    ]);
  });

  it("is called by a point of an adopted text", async () => {
    const { points } = await decide(agenda.node);
    const slug = await calledCampaign(agenda, { decision: null, decisionPointId: points[0]?.id ?? "" });
    expect(await findCampaign(test.db, slug)).toMatchObject({ decisionPointId: points[0]?.id });
    await expect(calledCampaign(agenda, { decisionPointId: newId() })).rejects.toMatchObject({
      reason: "decisionPointUnknown",
    });
    await expect(calledCampaign(agenda, { textId: newId() })).rejects.toMatchObject({
      reason: "textUnknown",
    });
    await expect(calledCampaign(agenda, { decision: null })).rejects.toMatchObject({
      reason: "decisionMissing",
    });
  });

  it("is called under a mandate for it", async () => {
    await expect(callCampaign(agenda.announcer.ctx, campaignInput(agenda))).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
  });

  it("of a month is all of it", async () => {
    const slug = await calledCampaign(agenda, {
      precision: "month",
      startsOn: "2028-02-10",
      endsOn: "2028-02-10",
    });
    expect(await findCampaign(test.db, slug)).toMatchObject({ startsOn: "2028-02-01", endsOn: "2028-02-29" });
  });

  it("ends after it starts", async () => {
    await expect(
      calledCampaign(agenda, { precision: "period", startsOn: "2028-02-10", endsOn: "2028-02-09" }),
    ).rejects.toMatchObject({ fields: [{ field: "endsOn", reason: "endsBeforeItStarts" }] });
  });

  it("recurs for ever, and is shown for some years", async () => {
    const day = dayFrom(agenda.node.shell.now, 10);
    const slug = await calledCampaign(agenda, { startsOn: day, endsOn: day, rule: "FREQ=YEARLY" });
    const days = (await listCampaignDays(test.db, dayFrom(agenda.node.shell.now, 0), 100)).filter(
      ({ campaign }) => campaign.slug === slug,
    );
    expect(days).toMatchObject([{ startsOn: day, endsOn: day }]);
    await expect(calledCampaign(agenda, { rule: "FREQ=MINUTELY" })).rejects.toMatchObject({
      fields: [{ field: "rule", reason: "recurrenceTooFrequent" }],
    });
  });

  it("is called off with a reason, stays, and is joined by nothing more", async () => {
    const campaign = await calledCampaign(agenda);
    await expect(cancelCampaign(agenda.caller.ctx, { campaign, reason: said(" ") })).rejects.toMatchObject({
      reason: "inputInvalid",
    });
    await cancelCampaign(agenda.caller.ctx, { campaign, reason: said("A storm is coming.") });
    expect(await findCampaign(test.db, campaign)).toMatchObject({
      state: "cancelled",
      sequence: 1,
      reason: said("A storm is coming."),
    });
    await expect(
      cancelCampaign(agenda.caller.ctx, { campaign, reason: said("Again.") }),
    ).rejects.toMatchObject({ reason: "campaignNotCalled" });
    await expect(
      announceAction(agenda.announcer.ctx, actionInput(agenda, { campaign })),
    ).rejects.toMatchObject({ reason: "campaignNotCalled" });
    await expect(test.pool.query("delete from campaigns where slug = $1", [campaign])).rejects.toThrow(
      "what was called stays",
    );
  });

  it("is held when it has begun, not before", async () => {
    const early = await calledCampaign(agenda);
    await expect(declareHeld(agenda.caller.ctx, early)).rejects.toMatchObject({ reason: "campaignNotBegun" });
    const past = await calledCampaign(agenda, { startsOn: "2020-02-27", endsOn: "2020-02-27" });
    await declareHeld(agenda.caller.ctx, past);
    expect(await findCampaign(test.db, past)).toMatchObject({ state: "held" });
    await expect(declareHeld(agenda.caller.ctx, past)).rejects.toMatchObject({ reason: "campaignNotCalled" });
    await expect(declareHeld(agenda.caller.ctx, "nowhere")).rejects.toMatchObject({
      reason: "campaignUnknown",
    });
  });
});

describe("a local action", () => {
  it("is announced once, with its instants, and the log holds no address and no contact", async () => {
    const day = dayFrom(agenda.node.shell.now, 30);
    const campaign = await calledCampaign(agenda);
    const input = actionInput(agenda, {
      campaign,
      address: "3 Mill Lane",
      contact: "office@example.org",
      latitude: 10.48061,
      longitude: -66.90361,
    });
    const number = await announceAction(agenda.announcer.ctx, input);
    expect(await announceAction(agenda.announcer.ctx, input)).toBe(number);
    const found = await findAction(test.db, number);
    expect(found).toMatchObject({
      state: "announced",
      latitude: 10.48,
      longitude: -66.9,
      isExact: false,
      campaign: { slug: campaign },
    });
    expect(await listOccurrences(test.db, found?.id ?? "", new Date(0), 10)).toEqual([
      { startsAt: new Date(`${day}T14:00:00Z`), endsAt: new Date(`${day}T16:00:00Z`) },
    ]);
    const [act] = await actsOf(`/agenda/actions/${number}`);
    expect(act?.type).toBe("agenda.action.announced");
    expect(JSON.stringify(act?.record)).not.toMatch(/Mill Lane|office@|10\.48/);
  });

  it("keeps the very place only where whoever announces says so", async () => {
    const exact = { latitude: 10.48061, longitude: -66.90361, isExact: true, city: "Guarenas" };
    const number = await announceAction(agenda.announcer.ctx, actionInput(agenda, exact));
    expect(await findAction(test.db, number)).toMatchObject({ latitude: 10.48061, isExact: true });
    await expect(
      announceAction(agenda.announcer.ctx, actionInput(agenda, { latitude: 10 })),
    ).rejects.toMatchObject({ reason: "coordinatesIncomplete" });
  });

  it("is refused by name", async () => {
    const refused: [Parameters<typeof actionInput>[1], object][] = [
      [{ zone: "America/Barquisimeto" }, { fields: [{ field: "zone", reason: "zoneUnknown" }] }],
      [{ country: "XX" }, { fields: [{ field: "country", reason: "countryUnknown" }] }],
      [{ city: " " }, { fields: [{ field: "city", reason: "textIsEmpty" }] }],
      [{ link: "https://example.org/two words" }, { fields: [{ field: "link", reason: "linkMalformed" }] }],
      [{ link: "javascript:alert(1)" }, { fields: [{ field: "link", reason: "linkMalformed" }] }],
      [{ languages: ["spanish"] }, { fields: [{ field: "languages.0", reason: "languageUnknown" }] }],
      [{ rule: "FREQ=WEEKLY" }, { fields: [{ field: "rule", reason: "recurrenceNeverEnds" }] }],
      [{ campaign: "nowhere" }, { reason: "campaignUnknown" }],
      [{ startsLocal: "2020-01-01T10:00", endsLocal: "2020-01-01T11:00" }, { reason: "actionIsOver" }],
      [{ organizationId: agenda.other.organizationId }, { reason: "noMandateForThis" }],
    ];
    for (const [over, expected] of refused)
      await expect(
        announceAction(agenda.announcer.ctx, actionInput(agenda, over)),
        JSON.stringify(over),
      ).rejects.toMatchObject(expected);
  });

  it("is changed by whoever read it as it is; its sequence goes up", async () => {
    const number = await announceAction(agenda.announcer.ctx, actionInput(agenda, { city: "Maracay" }));
    const {
      requestKey: _key,
      organizationId: _organization,
      campaign: _campaign,
      ...facts
    } = actionInput(agenda, { city: "Maracay", kind: "rally" });
    await changeAction(agenda.announcer.ctx, { ...facts, number, sequence: 0 });
    expect(await findAction(test.db, number)).toMatchObject({ kind: "rally", sequence: 1 });
    await expect(changeAction(agenda.announcer.ctx, { ...facts, number, sequence: 0 })).rejects.toMatchObject(
      { reason: "actionChangedMeanwhile" },
    );
    await expect(changeAction(agenda.other.ctx, { ...facts, number, sequence: 1 })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(
      changeAction(agenda.announcer.ctx, { ...facts, number: 999_999, sequence: 1 }),
    ).rejects.toMatchObject({ reason: "actionUnknown" });
  });

  it("is called off with a reason, and stays", async () => {
    const number = await announceAction(agenda.announcer.ctx, actionInput(agenda, { city: "Barinas" }));
    await cancelAction(agenda.announcer.ctx, { number, reason: said("The bridge is closed.") });
    expect(await findAction(test.db, number)).toMatchObject({ state: "cancelled", sequence: 1 });
    await expect(
      cancelAction(agenda.announcer.ctx, { number, reason: said("Again.") }),
    ).rejects.toMatchObject({ reason: "actionNotAnnounced" });
  });

  it("that looks the same is asked about, or is insisted on", async () => {
    const campaign = await calledCampaign(agenda);
    const first = await announceAction(
      agenda.announcer.ctx,
      actionInput(agenda, { campaign, city: "Mérida", title: said("Walk for the water of Mérida") }),
    );
    const same = {
      campaign,
      city: "Merida",
      title: said("Walk for water"),
      organizationId: agenda.other.organizationId,
    };
    await expect(announceAction(agenda.other.ctx, actionInput(agenda, same))).rejects.toMatchObject({
      reason: "actionMayBeAnnounced",
      facts: { number: first },
    });
    // Another campaign, another day, another city or another thing altogether is another action.
    const day = dayFrom(agenda.node.shell.now, 31);
    for (const over of [
      { campaign: await calledCampaign(agenda) },
      { startsLocal: `${day}T10:00`, endsLocal: `${day}T11:00` },
      { city: "Valera" },
      { title: said("Kitchen of the neighbours") },
    ])
      expect(
        await announceAction(agenda.other.ctx, actionInput(agenda, { ...same, ...over })),
      ).toBeGreaterThan(first);
    expect(
      await announceAction(agenda.other.ctx, actionInput(agenda, { ...same, insists: true })),
    ).toBeGreaterThan(first);
  });

  it("is merged with its double by who called the campaign, and its organisers hold the other", async () => {
    const campaign = await calledCampaign(agenda);
    const into = await announceAction(agenda.announcer.ctx, actionInput(agenda, { campaign, city: "Coro" }));
    const number = await announceAction(
      agenda.other.ctx,
      actionInput(agenda, {
        campaign,
        city: "Coro",
        insists: true,
        organizationId: agenda.other.organizationId,
      }),
    );
    const elsewhere = await announceAction(agenda.announcer.ctx, actionInput(agenda, { city: "Coro" }));
    await expect(mergeActions(agenda.other.ctx, { number, into })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(mergeActions(agenda.caller.ctx, { number, into: number })).rejects.toMatchObject({
      reason: "mergeWithItself",
    });
    await expect(mergeActions(agenda.caller.ctx, { number, into: elsewhere })).rejects.toMatchObject({
      reason: "mergeAcrossCampaigns",
    });
    await expect(mergeActions(agenda.caller.ctx, { number, into: 99_999_999_999 })).rejects.toMatchObject({
      fields: [{ field: "into", reason: "valueTooLarge" }],
    });
    await mergeActions(agenda.caller.ctx, { number, into });
    expect(await findAction(test.db, number)).toMatchObject({ state: "merged", mergedNumber: into });
    expect((await findAction(test.db, into))?.organizers.map(({ slug }) => slug)).toEqual([
      agenda.announcer.slug,
      agenda.other.slug,
    ]);
    await expect(mergeActions(agenda.caller.ctx, { number, into })).rejects.toMatchObject({
      reason: "actionNotAnnounced",
    });
    await expect(test.pool.query("delete from actions where number = $1", [number])).rejects.toThrow(
      "what was called stays",
    );
  });

  it("gets a number of its own, however many announce at once", async () => {
    const announcing = Array.from({ length: 8 }, (_, index) =>
      announceAction(agenda.announcer.ctx, actionInput(agenda, { city: `Town ${index}`, insists: true })),
    );
    expect(new Set(await Promise.all(announcing)).size).toBe(8);
  });
});

describe("what is on", () => {
  it("is found by region, country, language, kind, organisation and campaign, each time of a series", async () => {
    const now = agenda.node.shell.now;
    const span = { from: now, to: null };
    const campaign = await calledCampaign(agenda);
    const day = dayFrom(now, 40);
    await announceAction(
      agenda.other.ctx,
      actionInput(agenda, {
        campaign, organizationId: agenda.other.organizationId, kind: "workshop", city: "Zaragoza", country: "ES", zone: "Europe/Madrid",
        languages: ["es", "an"], startsLocal: `${day}T18:00`, endsLocal: `${day}T19:00`, rule: "FREQ=WEEKLY;COUNT=3",
      }),
    ); // prettier-ignore
    const slice = { offset: 0, limit: 50 };
    for (const query of [
      { campaign },
      { language: "an" },
      { region: "150" as const },
      { country: "ES", kind: "workshop" as const },
    ])
      expect(await listDated(test.db, query, span, slice), JSON.stringify(query)).toHaveLength(3);
    expect(await countDated(test.db, { region: "001", campaign }, span)).toBe(3);
    expect(await countDated(test.db, { region: "142" }, span)).toBe(0);
    expect(await countDated(test.db, { campaign, organization: agenda.announcer.slug }, span)).toBe(0);
    expect(await countDated(test.db, { campaign }, { from: now, to: new Date(`${day}T23:00:00Z`) })).toBe(1);
    expect(await choicesIn(test.db, { campaign }, span)).toMatchObject({
      region: [{ value: "150", count: 1 }],
      kind: [{ value: "workshop", count: 1 }],
    });
    const months = await monthsWithActions(test.db, { campaign });
    expect(months.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  });
});
