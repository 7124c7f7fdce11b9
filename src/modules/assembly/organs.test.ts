// Organs: founding, their rules by the moment, meetings of those that stand by themselves, and what these ask the congress.
import { beforeAll, describe, expect, it } from "vitest";
import {
  askCongress,
  changeRules,
  conveneMeeting,
  defaultRules,
  findOrgan,
  foundOrgan,
  type FoundOrganInput,
  rulesAt,
  takeUpRequest,
} from "#assembly";
import { accreditDelegation, castVote, closeVote, type EditionId, findTextView, openVote } from "#congress";
import { listDecisionPoints, markDecisionPoints } from "#congress";
import { openText } from "../../../test/support/assembly.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { type Congress, conveneNow, later } from "../../../test/support/delegates.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { newId } from "../../platform/ids.ts";
import { inOneLanguage } from "../../platform/multilingual.ts";

const words = inOneLanguage("en", "Decided by the council");

describe("organs", () => {
  const test = useDatabase();
  let congress: Congress;
  let table: FoundOrganInput;
  let regional: FoundOrganInput;
  beforeAll(async () => {
    congress = await conveneNow(await foundTestNode(test.db), 2);
    const common = {
      organizationId: congress.node.organizationId,
      languages: ["es", "qu"],
      rules: defaultRules,
    };
    table = {
      ...common,
      edition: congress.edition,
      slug: "table-1",
      kind: "working_table",
      name: inOneLanguage("en", "Table of communes"),
      requestKey: newId(),
    };
    regional = {
      ...common,
      edition: null,
      slug: "south-america",
      kind: "regional_meeting",
      name: inOneLanguage("en", "South American meeting"),
      region: "005",
      cycleMonths: 12,
      cycleFrom: "2026-01-01",
      requestKey: newId(),
    };
  });

  it("are founded by who convenes, the same form once", async () => {
    expect(await foundOrgan(congress.chair.ctx, table)).toBe("table-1");
    expect(await foundOrgan(congress.chair.ctx, table)).toBe("table-1");
    expect(await findOrgan(test.db, congress.editionId, "table-1")).toMatchObject({
      kind: "working_table",
      languages: ["es", "qu"],
      rules: defaultRules,
    });
    const founding = (change: Partial<FoundOrganInput>) =>
      foundOrgan(congress.chair.ctx, { ...table, requestKey: newId(), ...change });
    await expect(founding({})).rejects.toMatchObject({ reason: "organSlugTaken" });
    await expect(founding({ slug: "p", kind: "plenary" })).rejects.toMatchObject({ reason: "plenaryExists" });
    await expect(founding({ slug: "q", organizationId: newId() })).rejects.toMatchObject({
      reason: "organizationUnknown",
    });
    await expect(
      foundOrgan(congress.delegations[0]?.ctx ?? congress.node.shell, { ...table, requestKey: newId() }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
  });

  it("say what is wrong with a form, field by field", async () => {
    const fieldsOf = async (change: Partial<FoundOrganInput>) => {
      try {
        await foundOrgan(congress.chair.ctx, { ...table, requestKey: newId(), slug: "x", ...change });
      } catch (error) {
        return (error as { fields: { field: string; reason: string }[] }).fields.map(
          ({ field, reason }) => `${field}: ${reason}`,
        );
      }
      return [];
    };
    expect(await fieldsOf({ edition: null, kind: "plenary" })).toEqual(["kind: plenaryNeedsCongress"]);
    expect(await fieldsOf({ kind: "regional_meeting", region: "005" })).toEqual([
      "kind: regionalMeetingStandsAlone",
    ]);
    expect(await fieldsOf({ edition: null, kind: "regional_meeting" })).toEqual(["region: regionMissing"]);
    expect(await fieldsOf({ cycleMonths: 12, cycleFrom: "2026-01-01" })).toEqual([
      "cycleMonths: onlyStandingOrgansHaveACycle",
    ]);
    expect(await fieldsOf({ edition: null, kind: "commission", cycleMonths: 12 })).toEqual([
      "cycleFrom: cycleNeedsBoth",
    ]);
    expect(await fieldsOf({ languages: [] })).toEqual(["languages: languageMissing"]);
    expect(await fieldsOf({ languages: ["es", "es"] })).toEqual(["languages: languageTwice"]);
    const quorum = { of: "delegations" as const, share: { numerator: 3, denominator: 2 } };
    expect(await fieldsOf({ rules: { ...defaultRules, quorum } })).toEqual([
      "rules.quorum.share: shareAboveOne",
    ]);
  });

  it("keep the rules that they had, by the moment", async () => {
    const organ = await findOrgan(test.db, congress.editionId, "table-1");
    if (!organ) throw new Error("founded above");
    const rules = { ...defaultRules, speaking: { ...defaultRules.speaking, seconds: 60 } };
    const change = {
      edition: congress.edition,
      organ: "table-1",
      rules,
      languages: ["es"],
      decision: words,
      requestKey: newId(),
    };
    const tomorrow = later(congress.chair.ctx, 86_400_000);
    await changeRules(tomorrow, change);
    await changeRules(tomorrow, change);
    expect(await rulesAt(test.db, organ.id, congress.chair.ctx.now)).toMatchObject(defaultRules);
    expect(await rulesAt(test.db, organ.id, tomorrow.now)).toMatchObject(rules);
    const { rows } = await test.pool.query(
      "select count(*)::int as count from organ_rules where organ_id = $1",
      [organ.id],
    );
    expect(rows).toEqual([{ count: 2 }]);
    await expect(
      changeRules(tomorrow, { ...change, organ: "nowhere", requestKey: newId() }),
    ).rejects.toMatchObject({ reason: "organUnknown" });
    await expect(test.pool.query("update organ_rules set number = 9")).rejects.toThrow(/stands/u);
  });

  it("that stand by themselves convene meetings, which ask the congress and bind nobody else", async () => {
    await foundOrgan(congress.chair.ctx, regional);
    const meeting = {
      organ: "south-america",
      slug: "south-2026",
      title: inOneLanguage("en", "Meeting in Quito"),
      hostCity: "Quito",
      zone: "America/Guayaquil",
      country: "EC",
      startsOn: "2026-05-01",
      endsOn: "2026-05-02",
      called: congress.delegations.map(({ organizationId }) => organizationId),
      requestKey: newId(),
    };
    const editionId = await conveneMeeting(congress.chair.ctx, meeting);
    expect(await conveneMeeting(congress.chair.ctx, meeting)).toBe(editionId);
    const [point, other] = await decideAt(congress, "south-2026");
    const ask = { decisionPointId: point ?? "", wish: words, requestKey: newId() };
    const id = await askCongress(congress.chair.ctx, ask);
    expect(await askCongress(congress.chair.ctx, ask)).toBe(id);
    await expect(askCongress(congress.chair.ctx, { ...ask, requestKey: newId() })).rejects.toMatchObject({
      reason: "requestMadeAlready",
    });
    await expect(
      askCongress(congress.chair.ctx, { ...ask, decisionPointId: newId(), requestKey: newId() }),
    ).rejects.toMatchObject({ reason: "decisionPointUnknown" });
    const [ofCongress] = await decideAt(congress, congress.edition);
    await expect(
      askCongress(congress.chair.ctx, { ...ask, decisionPointId: ofCongress ?? "", requestKey: newId() }),
    ).rejects.toMatchObject({ reason: "onlyMeetingsAsk" });

    await expect(
      takeUpRequest(congress.chair.ctx, { requestId: id, edition: "south-2026" }),
    ).rejects.toMatchObject({ reason: "onlyCongressesTakeUp" });
    await takeUpRequest(congress.chair.ctx, { requestId: id, edition: congress.edition });
    await takeUpRequest(congress.chair.ctx, { requestId: id, edition: congress.edition });
    const next = await conveneNow(congress.node, 0, "congress-next");
    await expect(
      takeUpRequest(next.chair.ctx, { requestId: id, edition: next.edition }),
    ).rejects.toMatchObject({ reason: "requestTakenUpAlready" });
    await expect(
      takeUpRequest(next.chair.ctx, { requestId: newId(), edition: next.edition }),
    ).rejects.toMatchObject({ reason: "requestUnknown" });
    expect(other).toBeTruthy();
    expect(editionId satisfies EditionId).toBeTruthy();
  });

  /** A text with two points is adopted at an edition, and its points are marked: their ids. */
  async function decideAt({ chair, delegations, node }: Congress, edition: string): Promise<string[]> {
    for (const { organizationId } of delegations)
      await accreditDelegation(chair.ctx, { edition, organizationId }).catch(() => {});
    const source = "What we decided\n\nThe plan\n\n1. A school.\n\n2. A fair.\n";
    const text = await openText(chair.ctx, edition, "Plan", source);
    const rollCallId = await openVote(chair.ctx, {
      edition,
      text,
      subject: { on: "whole", expectedVersion: 1 },
    });
    for (const { ctx, organizationId } of delegations)
      await castVote(ctx, { rollCallId, organizationId, choice: "for", requestKey: newId() });
    await closeVote(chair.ctx, { rollCallId });
    const view = await findTextView(node.shell.db, edition, text);
    const items = view?.version.body.filter(({ kind }) => kind === "item") ?? [];
    await markDecisionPoints(chair.ctx, { edition, text, paragraphIds: items.map(({ id }) => id) });
    const points = await listDecisionPoints(node.shell.db);
    return points.filter(({ editionSlug }) => editionSlug === edition).map(({ id }) => id);
  }
});
