// Statutes in stages: each rule met once and broken once, by name.
import { beforeAll, describe, expect, it } from "vitest";
import { castVote, closeVote, openVote, setReadings } from "#congress";
import { newId } from "#platform/ids";
import type { Ctx } from "#platform/context";
import { amendedText, replace, WATER } from "../../../test/support/amended-text.ts";
import { type Assembly, conveneAssembly } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { earliestReading, isLastReading } from "./readings.rules.ts";
import { tables } from "./tables.ts";

const test = useDatabase();
let assembly: Assembly;
const DAY = 86_400_000;

beforeAll(async () => {
  assembly = await conveneAssembly(await foundTestNode(test.db), 3);
});

const chair = () => assembly.chair.ctx;
const later = (ctx: Ctx, days: number): Ctx => ({ ...ctx, now: new Date(ctx.now.getTime() + days * DAY) });

async function adopt(address: { edition: string; text: string }, expectedVersion: number, days: number) {
  const rollCallId = await openVote(later(chair(), days), {
    ...address,
    subject: { on: "whole", expectedVersion },
  });
  for (const { ctx, organizationId } of assembly.delegations)
    await castVote(later(ctx, days), { rollCallId, organizationId, choice: "for", requestKey: newId() });
  return closeVote(later(chair(), days), { rollCallId });
}

describe("a text that is read twice", () => {
  it("stands after the second reading, so many days after the first, with its words unchanged", async () => {
    const text = await amendedText(assembly, "Statute");
    const rule = { ...text.address, readings: 2, daysBetween: 30, amendedBetween: "none" as const };
    await setReadings(chair(), rule);
    expect((await adopt(text.address, 1, 0)).verdict).toBe("adopted");
    expect((await text.see()).text).toMatchObject({ state: "open", adoptedVersion: null });
    await expect(text.propose([replace(text.ids[WATER], "Other.")])).rejects.toMatchObject({
      reason: "noAmendmentsBetweenReadings",
    });
    await expect(setReadings(chair(), { ...rule, readings: 1 })).rejects.toMatchObject({
      reason: "readingsAlreadyBegun",
    });
    await expect(adopt(text.address, 1, 29)).rejects.toMatchObject({ reason: "readingTooEarly" });
    await adopt(text.address, 1, 30);
    expect((await text.see()).text).toMatchObject({ state: "adopted", adoptedVersion: 1 });
    await expect(setReadings(chair(), rule)).rejects.toMatchObject({ reason: "textNotOpenForAmendments" });
    await expect(tables(test.db).deleteFrom("text_readings").execute()).rejects.toThrow(/as it was done/);
    const acts = await test.db
      .selectFrom("log_acts")
      .select("type")
      .where("subject", "=", `/congress/${text.address.edition}/texts/${text.slug}`)
      .where("type", "in", ["congress.text.reading_passed", "congress.text.adopted"])
      .execute();
    expect(acts.map(({ type }) => type).sort()).toEqual([
      "congress.text.adopted",
      "congress.text.reading_passed",
    ]);
  });

  it("begins again where the rule says so when its words change in between", async () => {
    const text = await amendedText(assembly, "Restarts");
    await setReadings(chair(), { ...text.address, readings: 2, daysBetween: 0, amendedBetween: "restarts" });
    await adopt(text.address, 1, 0);
    await text.decide(await text.propose([replace(text.ids[WATER], "Water is for all.")]));
    await text.incorporate();
    await adopt(text.address, 2, 1);
    expect((await text.see()).text.state).toBe("open");
    await adopt(text.address, 2, 2);
    expect((await text.see()).text).toMatchObject({ state: "adopted", adoptedVersion: 2 });
  });

  it("is set by whoever presides, within bounds", async () => {
    const text = await amendedText(assembly, "Bounds");
    const rule = { ...text.address, readings: 2, daysBetween: 1, amendedBetween: "allowed" as const };
    const delegate = assembly.delegations[0]?.ctx ?? chair();
    await expect(setReadings(delegate, rule)).rejects.toMatchObject({ reason: "noMandateForThis" });
    await expect(setReadings(chair(), { ...rule, readings: 0 })).rejects.toMatchObject({
      fields: [{ field: "readings", reason: "valueMalformed" }],
    });
    const passedAt = new Date(0);
    expect(isLastReading(rule, [{ version: 1, passedAt }], 2)).toBe(true);
    expect(isLastReading({ ...rule, amendedBetween: "restarts" }, [{ version: 1, passedAt }], 2)).toBe(false);
    expect(earliestReading(rule, [{ version: 1, passedAt }], 2)).toEqual(new Date(DAY));
    expect(earliestReading(rule, [], 2)).toBeNull();
  });
});
