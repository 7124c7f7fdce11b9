import { beforeAll, describe, expect, it } from "vitest";
import {
  cancelCampaign,
  changeCampaign,
  type ChangeCampaignInput,
  findCampaign,
  listCampaignVersions,
} from "#agenda";
import { type Agenda, calledCampaign, dayFrom, openAgenda, said } from "../../../test/support/agenda.ts";
import { createTestApp } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let agenda: Agenda;
beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
});

const day = (days: number) => dayFrom(agenda.node.shell.now, days);
const change = (campaign: string, over: Partial<ChangeCampaignInput> = {}): ChangeCampaignInput => ({
  campaign,
  sequence: 0,
  title: said("Days of water"),
  purpose: said("Water belongs to whoever drinks it, and to rivers."),
  precision: "period",
  startsOn: day(40),
  endsOn: day(42),
  ...over,
});

describe("a campaign that is changed", () => {
  it("says the new, keeps what it said with the act, and is newer in its feed", async () => {
    const slug = await calledCampaign(agenda);
    const before = await findCampaign(test.db, slug);
    await changeCampaign(agenda.caller.ctx, change(slug, { rule: "FREQ=YEARLY", without: [day(41)] }));
    const after = await findCampaign(test.db, slug);
    expect(after).toMatchObject({
      slug,
      title: said("Days of water"),
      startsOn: day(40),
      endsOn: day(42),
      rule: "FREQ=YEARLY",
      without: [day(41)],
      sequence: 1,
      state: "called",
    });
    expect(after).toMatchObject({ organizationId: before?.organizationId, decision: before?.decision });
    const [version, ...more] = await listCampaignVersions(test.db, after?.id ?? "", 10);
    expect(more).toEqual([]);
    expect(version).toMatchObject({
      sequence: 0,
      title: before?.title,
      purpose: before?.purpose,
      precision: "day",
      startsOn: before?.startsOn,
      rule: null,
    });
    const act = await test.pool.query("select type, record from log_acts where id = $1", [version?.actId]);
    expect(act.rows).toMatchObject([
      { type: "agenda.campaign.changed", record: { sequence: 1, startsOn: day(40), rule: "FREQ=YEARLY" } },
    ]);
    const feed = await createTestApp(agenda.node.shell).as().get(`/agenda/campaigns/${slug}.ics`);
    expect(await feed.text()).toMatch(
      /SEQUENCE:1\r\nSTATUS:CONFIRMED\r\n[\s\S]*SUMMARY;LANGUAGE=en:Days of water/,
    );
  });

  it("stays as it was where nothing is different", async () => {
    const slug = await calledCampaign(agenda);
    const { title, purpose, precision, startsOn, endsOn } = (await findCampaign(test.db, slug)) ?? {};
    const same = { title, purpose, precision, startsOn, endsOn } as Partial<ChangeCampaignInput>;
    await changeCampaign(agenda.caller.ctx, change(slug, same));
    expect(await findCampaign(test.db, slug)).toMatchObject({ sequence: 0 });
  });

  it("is changed by who may call it, once they have read it as it is, and while it is called", async () => {
    const slug = await calledCampaign(agenda);
    const reasonOf = async (ctx: typeof agenda.caller.ctx, over: Partial<ChangeCampaignInput>) =>
      changeCampaign(ctx, change(slug, over)).then(
        () => "changed",
        (error: { reason: string; fields: { field: string; reason: string }[] }) =>
          error.fields[0] ? `${error.fields[0].field} ${error.fields[0].reason}` : error.reason,
      );
    const { ctx } = agenda.caller;
    expect(await reasonOf(agenda.announcer.ctx, {})).toBe("noMandateForThis");
    expect(await reasonOf(ctx, { campaign: "none-such" })).toBe("campaignUnknown");
    expect(await reasonOf(ctx, { sequence: 1 })).toBe("campaignChangedMeanwhile");
    expect(await reasonOf(ctx, { sequence: 99_999_999_999 })).toBe("sequence valueTooLarge");
    expect(await reasonOf(ctx, { sequence: Number.NaN })).toBe("sequence valueMalformed");
    expect(await reasonOf(ctx, { endsOn: day(39) })).toBe("endsOn endsBeforeItStarts");
    expect(await reasonOf(ctx, { rule: "FREQ=SECONDLY" })).toBe("rule recurrenceTooFrequent");
    expect(await reasonOf(ctx, { title: said("") })).toMatch(/^title/);
    expect(await findCampaign(test.db, slug)).toMatchObject({ sequence: 0 });
    await cancelCampaign(ctx, { campaign: slug, reason: said("A storm.") });
    expect(await reasonOf(ctx, { sequence: 1 })).toBe("campaignNotCalled");
  });

  it("keeps its history also against plain SQL", async () => {
    const slug = await calledCampaign(agenda);
    await changeCampaign(agenda.caller.ctx, change(slug));
    await expect(test.pool.query("delete from campaign_versions")).rejects.toThrow("stands as it was said");
  });
});

describe("the form by which a campaign is changed", () => {
  it("is filled with what it says, keeps what is typed, and lets other languages stand beside", async () => {
    const slug = await calledCampaign(agenda, { rule: "FREQ=YEARLY;INTERVAL=2" });
    await test.pool.query("update people set account_id = 'account-caller' where id = $1", [
      agenda.caller.personId,
    ]);
    const app = createTestApp(agenda.node.shell);
    const [visitor, caller] = [app.as(), app.as("account-caller")];
    const path = `/agenda/campaigns/${slug}`;
    expect(await (await visitor.get(path)).text()).not.toContain(`${path}/edit`);
    expect(await (await caller.get(path)).text()).toContain(`${path}/edit`);
    const html = await (await caller.get(`${path}/edit`)).text();
    expect(html).toContain('value="Day of water"');
    expect(html).toContain('<option value="FREQ=YEARLY;INTERVAL=2" selected="">As until now</option>');
    const form = {
      sequence: "0", language: "es", title: "Día del agua", purpose: "El agua es de quien la bebe.",
      precision: "day", startsOn: day(30), endsOn: "", rule: "", added: day(60), without: "",
    }; // prettier-ignore
    const refused = await caller.post(`${path}/edit`, { ...form, added: "some day" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("some day</textarea>");
    expect((await caller.post(`${path}/edit`, form)).status).toBe(303);
    expect(await findCampaign(test.db, slug)).toMatchObject({
      title: { source: "en", texts: { en: "Day of water", es: "Día del agua" } },
      rule: null,
      added: [day(60)],
    });
    const stale = await caller.post(`${path}/edit`, form);
    expect(stale.status).toBe(409);
    expect(await (await visitor.get(path)).text()).toContain("What it said before");
    await caller.post(`${path}/edit`, { ...form, sequence: "1", language: "en", title: "Water, again" });
    expect((await findCampaign(test.db, slug))?.title).toEqual(said("Water, again"));
  });
});
