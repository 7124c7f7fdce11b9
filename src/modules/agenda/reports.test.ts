import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import {
  announceAction,
  campaignTotals,
  confirmActionReport,
  findAction,
  findCampaign,
  isPhotograph,
  listActionReports,
  listPhotographHashes,
  mergeActions,
  reportOnAction,
  type ReportActionInput,
} from "#agenda";
import type { Ctx } from "#platform/context";
import { newId } from "#platform/ids";
import {
  actionInput,
  type Agenda,
  calledCampaign,
  heldTogether,
  openAgenda,
  said,
} from "../../../test/support/agenda.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";

const test = useDatabase();
let agenda: Agenda;
let campaign: string;
beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
  campaign = await calledCampaign(agenda);
});

/** Forty days later, when all of it is over. */
const later = (ctx: Ctx): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() + 40 * 86_400_000) });
const announce = (city: string) =>
  announceAction(agenda.announcer.ctx, actionInput(agenda, { campaign, city, insists: true }));
const reportInput = (number: number, over: Partial<ReportActionInput> = {}): ReportActionInput => ({
  requestKey: newId(),
  number,
  organizationId: agenda.announcer.organizationId,
  participants: 120,
  counted: "head_count",
  body: said("We walked to the spring."),
  ...over,
});

describe("a report on an action", () => {
  it("is made once, afterwards, with photographs that hold nothing but the picture", async () => {
    const number = await announce("Tovar");
    const bytes = await sharp({ create: { width: 3000, height: 1500, channels: 3, background: "#2f6b3c" } })
      .withExif({ IFD0: { Artist: "Somebody", Make: "Camera" } })
      .jpeg()
      .toBuffer();
    const input = reportInput(number, {
      photographs: [{ name: "walk.jpg", bytes, alt: said("People at a spring") }],
    });
    const ctx = later(agenda.announcer.ctx);
    const id = await reportOnAction(ctx, input);
    expect(await reportOnAction(ctx, input)).toBe(id);
    const action = await findAction(test.db, number);
    const [report] = await listActionReports(test.db, action?.id ?? "");
    expect(report).toMatchObject({ participants: 120, counted: "head_count", confirmedAt: null });
    const [photograph] = report?.photographs ?? [];
    expect(photograph).toMatchObject({ width: 2000, height: 1000 });
    expect(photograph?.placeholder).toMatch(/^data:image\/webp;base64,/);
    expect(photograph?.placeholder.length).toBeLessThan(300);
    const kept = await buffer(ctx.node.files.read(photograph?.hash ?? ""));
    expect((await sharp(kept).metadata()).exif).toBeUndefined();
    const small = await buffer(ctx.node.files.read(photograph?.smallHash ?? ""));
    expect(await sharp(small).metadata()).toMatchObject({ width: 480, format: "webp" });
    expect(await isPhotograph(test.db, photograph?.hash ?? "")).toBe(true);
    expect(await isPhotograph(test.db, "0".repeat(64))).toBe(false);
    expect(await listPhotographHashes(test.db)).toHaveLength(2);
  });

  it("is refused by name, and keeps nothing", async () => {
    const number = await announce("Ejido");
    const ctx = later(agenda.announcer.ctx);
    await expect(reportOnAction(agenda.announcer.ctx, reportInput(number))).rejects.toMatchObject({
      reason: "actionNotOver",
    });
    await expect(
      reportOnAction(
        later(agenda.other.ctx),
        reportInput(number, { organizationId: agenda.other.organizationId }),
      ),
    ).rejects.toMatchObject({ reason: "reporterDoesNotOrganize" });
    await expect(reportOnAction(later(agenda.other.ctx), reportInput(number))).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(reportOnAction(ctx, reportInput(number, { counted: null }))).rejects.toMatchObject({
      fields: [{ field: "counted", reason: "countNeedsMethod" }],
    });
    await expect(reportOnAction(ctx, reportInput(number, { participants: -1 }))).rejects.toMatchObject({
      fields: [{ field: "participants", reason: "valueTooSmall" }],
    });
    await expect(reportOnAction(ctx, reportInput(999_999))).rejects.toMatchObject({
      reason: "actionUnknown",
    });
    const text = { name: "notes.txt", bytes: Buffer.from("only words"), alt: said("Notes") };
    await expect(reportOnAction(ctx, reportInput(number, { photographs: [text] }))).rejects.toMatchObject({
      reason: "pictureExpected",
    });
    await expect(
      reportOnAction(ctx, reportInput(number, { photographs: [{ ...text, alt: said(" ") }] })),
    ).rejects.toMatchObject({ fields: [{ reason: "textIsEmpty" }, { reason: "sourceTextMissing" }] });
    await expect(
      reportOnAction(ctx, reportInput(number, { photographs: Array.from({ length: 7 }, () => text) })),
    ).rejects.toMatchObject({ fields: [{ reason: "photographsTooMany" }] });
    expect(await listActionReports(test.db, (await findAction(test.db, number))?.id ?? "")).toEqual([]);
  });

  it("is confirmed once, by another person with the mandate to call", async () => {
    const number = await announce("Lagunillas");
    const id = await reportOnAction(later(agenda.announcer.ctx), reportInput(number));
    await expect(confirmActionReport(later(agenda.announcer.ctx), id)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await confirmActionReport(later(agenda.caller.ctx), id);
    await expect(confirmActionReport(later(agenda.caller.ctx), id)).rejects.toMatchObject({
      reason: "actionReportConfirmed",
    });
    await expect(confirmActionReport(agenda.caller.ctx, newId())).rejects.toMatchObject({
      reason: "actionReportUnknown",
    });
    await expect(
      test.pool.query("update action_reports set participants = 9000 where id = $1", [id]),
    ).rejects.toThrow("a report stands");
  });

  it("counts in the campaign's totals: the last of each action, and nobody whom nobody counted", async () => {
    const own = await calledCampaign(agenda);
    const at = async (city: string) =>
      announceAction(agenda.announcer.ctx, actionInput(agenda, { campaign: own, city, insists: true }));
    const [first, second, third] = [await at("Uno"), await at("Dos"), await at("Tres")];
    await heldTogether(agenda, first);
    const ctx = later(agenda.announcer.ctx);
    await reportOnAction(ctx, reportInput(first, { participants: 500, counted: "estimate" }));
    const afterwards = { ...later(agenda.other.ctx), now: new Date(ctx.now.getTime() + 60_000) };
    await reportOnAction(
      afterwards,
      reportInput(first, { participants: 300, organizationId: agenda.other.organizationId }),
    );
    await reportOnAction(ctx, reportInput(second, { participants: null, counted: null }));
    const id = (await findCampaign(test.db, own))?.id ?? "";
    expect(await campaignTotals(test.db, id, afterwards.now)).toEqual({
      happened: 3,
      reported: 2,
      counted: 1,
      confirmed: 0,
      participants: 300,
    });
    expect(await campaignTotals(test.db, id, agenda.node.shell.now)).toMatchObject({
      happened: 0,
      participants: 0,
    });
    await expect(mergeActions(agenda.caller.ctx, { number: first, into: third })).rejects.toMatchObject({
      reason: "mergeAfterReports",
    });
  });
});
