// Between congresses: when a regional meeting is due, what it reports, and the weekly mail.
import { beforeAll, describe, expect, it } from "vitest";
import { conveneMeeting, defaultRules, foundOrgan } from "#assembly";
import {
  acceptCommitment,
  listOverdueMeetings,
  listRegionalReports,
  queueDueDigests,
  readCycle,
  recordCommitment,
  reportOnRegion,
} from "#commitments";
import { findEditionBySlug } from "#congress";
import { useDatabase } from "../../../test/support/database.ts";
import { decide, type Decided } from "../../../test/support/decided.ts";
import { foundTestNode, personWithOffice } from "../../../test/support/node.ts";
import { noteLanguage } from "../../platform/accounts/languages.ts";
import type { Ctx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { inOneLanguage } from "../../platform/multilingual.ts";
import {
  cycleOf,
  dueOn,
  meetingStanding,
  mondayOf,
  notesAreOnItsRegion,
  onlyRegionalMeetingsReport,
} from "./cycle.rules.ts";

const words = inOneLanguage("en", "What we did");

describe("the calendar of a regional organ", () => {
  const yearly = { cycleMonths: 12, cycleFrom: "2019-10-20" };
  const met = (endsOn: string) => ({ startsOn: endsOn, endsOn });

  it("counts from its last meeting, or from the day that its first is counted from", () => {
    expect(dueOn(yearly, [])).toBe("2020-10-20");
    expect(dueOn(yearly, [met("2018-05-01")])).toBe("2020-10-20");
    expect(dueOn(yearly, [met("2020-09-10"), met("2020-03-01")])).toBe("2021-09-10");
  });

  it("says how it stands on a day", () => {
    expect(meetingStanding(yearly, [], "2020-10-20")).toBe("waiting");
    expect(meetingStanding(yearly, [], "2020-10-21")).toBe("overdue");
    expect(meetingStanding(yearly, [met("2020-09-10")], "2021-09-10")).toBe("met");
    expect(meetingStanding(yearly, [met("2020-09-10")], "2021-09-11")).toBe("overdue");
    expect(meetingStanding(yearly, [met("2021-12-01")], "2021-11-01")).toBe("convened");
  });

  it("has two years from a congress to the next, before and after it", () => {
    expect(cycleOf("2019-10-20", "2019-10-20")).toEqual({ from: "2019-10-20", to: "2021-10-20" });
    expect(cycleOf("2019-10-20", "2021-10-19")).toEqual({ from: "2019-10-20", to: "2021-10-20" });
    expect(cycleOf("2019-10-20", "2026-11-20")).toEqual({ from: "2025-10-20", to: "2027-10-20" });
    expect(cycleOf("2019-10-20", "2026-11-20", 3)).toEqual({ from: "2019-10-20", to: "2021-10-20" });
    expect(cycleOf("2019-10-20", "2018-01-01")).toEqual({ from: "2017-10-20", to: "2019-10-20" });
  });

  it("is reported on by the region's own meeting, on its own commitments", () => {
    expect(onlyRegionalMeetingsReport("005").ok).toBe(true);
    expect(onlyRegionalMeetingsReport(null)).toMatchObject({ reason: "onlyRegionalMeetingsReport" });
    expect(notesAreOnItsRegion("005", ["005", "005"]).ok).toBe(true);
    expect(notesAreOnItsRegion("005", ["005", "150"])).toMatchObject({ reason: "commitmentOfAnotherRegion" });
  });

  it("has weeks that begin on Mondays", () => {
    expect(mondayOf("2026-11-23")).toBe("2026-11-23");
    expect(mondayOf("2026-11-29")).toBe("2026-11-23");
    expect(mondayOf("2026-11-30")).toBe("2026-11-30");
  });
});

describe("a region between congresses", () => {
  const test = useDatabase();
  let decided: Decided;
  let south: number;
  let europe: number;
  beforeAll(async () => {
    decided = await decide(await foundTestNode(test.db));
    const { chair, node, commission, responsible, points } = decided;
    const record = (region: string, dueOn: string) =>
      recordCommitment(commission.ctx, {
        requestKey: newId(),
        decisionPointId: points[0]?.id ?? "",
        commissionId: node.organizationId,
        responsibleId: responsible.organizationId,
        title: inOneLanguage("en", `Commitment of ${region}`),
        region,
        dueOn,
      });
    south = await record("005", "2020-01-01");
    europe = await record("150", "2090-01-01");
    await acceptCommitment(responsible.ctx, europe);
    for (const [slug, region] of [["south", "005"] as const, ["europe", "150"] as const])
      await foundOrgan(chair.ctx, {
        edition: null,
        slug,
        kind: "regional_meeting",
        name: inOneLanguage("en", `Meeting ${slug}`),
        organizationId: node.organizationId,
        region,
        languages: ["es"],
        rules: defaultRules,
        cycleMonths: 12,
        cycleFrom: "2019-10-20",
        requestKey: newId(),
      });
    await conveneMeeting(chair.ctx, {
      organ: "south",
      slug: "south-2020",
      title: inOneLanguage("en", "South 2020"),
      hostCity: "Quito",
      zone: "America/Guayaquil",
      country: "EC",
      startsOn: "2020-05-01",
      endsOn: "2020-05-02",
      called: "all_affiliated",
      requestKey: newId(),
    });
  });

  it("reports once a form, and the cycle shows it", async () => {
    const { chair, responsible } = decided;
    const report = {
      edition: "south-2020",
      body: words,
      notes: [{ number: south, body: inOneLanguage("en", "Seeds were shared") }],
      requestKey: newId(),
    };
    await reportOnRegion(chair.ctx, report);
    await reportOnRegion(chair.ctx, report);
    const edition = await findEditionBySlug(test.db, "south-2020");
    const reports = await listRegionalReports(test.db, edition?.id as never);
    expect(reports).toHaveLength(1);
    expect(reports[0]?.onCommitments).toMatchObject([{ number: south }]);
    const cycle = await readCycle(test.db, "2020-06-01");
    expect(cycle).toMatchObject({ from: "2019-10-20", to: "2021-10-20" });
    const [of150, of005] = ["150", "005"].map((region) =>
      cycle.regions.find(({ organ }) => organ.region === region),
    );
    expect(of005).toMatchObject({ standing: "met", dueOn: "2021-05-02", report: { notes: 1 } });
    expect(of005?.meetings).toMatchObject([{ edition: "south-2020" }]);
    expect(of005?.commitments).toMatchObject({ late: 1 });
    expect(of150).toMatchObject({ standing: "waiting", meetings: [], report: undefined });
    const fresh = { ...report, requestKey: newId() };
    await expect(
      reportOnRegion(chair.ctx, { ...fresh, notes: [{ number: europe, body: words }] }),
    ).rejects.toMatchObject({ reason: "commitmentOfAnotherRegion" });
    await expect(
      reportOnRegion(chair.ctx, { ...fresh, notes: [{ number: 999, body: words }] }),
    ).rejects.toMatchObject({ reason: "commitmentUnknown" });
    await expect(
      reportOnRegion(chair.ctx, { ...fresh, edition: decided.edition, notes: [] }),
    ).rejects.toMatchObject({ reason: "onlyRegionalMeetingsReport" });
    await expect(reportOnRegion(responsible.ctx, fresh)).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(test.pool.query("delete from regional_reports")).rejects.toThrow(/stands/u);
  });

  it("is overdue once its day has passed", async () => {
    expect(await listOverdueMeetings(test.db, "2020-10-20")).toEqual([]);
    expect(await listOverdueMeetings(test.db, "2020-10-21")).toMatchObject([{ organ: { slug: "europe" } }]);
    const both = await listOverdueMeetings(test.db, "2021-06-01");
    expect(both.map(({ organ }) => organ.slug)).toEqual(["europe", "south"]);
  });

  it("is told to those who confirm, once a week, in their language, and to nobody else", async () => {
    const { node, commission } = decided;
    const shell = node.shell;
    const accountOf = async (personId: string) => {
      const account = `account-${personId}`;
      await test.pool.query("update people set account_id = $1 where id = $2", [account, personId]);
      return account;
    };
    const own = await accountOf(commission.personId);
    const other = await personWithOffice(node, node.organizationId, "commission_member");
    await noteLanguage(shell, await accountOf(other.personId), "fr");
    await noteLanguage(shell, own, "en");
    await noteLanguage(shell, own, "pt");
    const elsewhere = await personWithOffice(node, decided.responsible.organizationId, "commission_member");
    await accountOf(elsewhere.personId);
    const withoutAccount = await personWithOffice(node, node.organizationId, "commission_member");
    const asked: string[] = [];
    const emailOf = async (accountId: string) => {
      asked.push(accountId);
      return `${accountId}@node.example`;
    };
    const on = (day: string): Ctx => ({ ...shell, now: new Date(`${day}T06:23:00Z`) });
    // Terms of these mandates began today; the days that follow are Mondays ahead.
    const monday = mondayOf(new Date(shell.now.getTime() + 8 * 86_400_000).toISOString().slice(0, 10));
    const next = mondayOf(new Date(shell.now.getTime() + 15 * 86_400_000).toISOString().slice(0, 10));
    // Whoever confirms for another organisation has no late commitment, but the regions' meetings concern all.
    expect(await queueDueDigests(on(monday), emailOf)).toBe(3);
    expect(await queueDueDigests(on(monday), emailOf)).toBe(0);
    expect(await queueDueDigests(on(next), emailOf)).toBe(3);
    expect(new Set(asked)).not.toContain(`account-${withoutAccount.personId}`);
    const { rows } = await test.pool.query<{ recipient: string; subject: string; body: string }>(
      "select recipient, subject, body from mail_outbox order by created_at, id limit 3",
    );
    const to = (personId: string) => rows.find(({ recipient }) => recipient.includes(personId));
    expect(to(commission.personId)?.body).toContain("Um compromisso em atraso");
    expect(to(commission.personId)?.body).toContain("Commitment of 005");
    expect(to(commission.personId)?.body).toContain(`https://node.example/commitments/${south}`);
    expect(to(other.personId)?.body).toContain("rencontres régionales en retard");
    expect(to(elsewhere.personId)?.body).not.toContain("Commitment of 005");
  });

  it("is told to nobody when nothing is due", async () => {
    const { node, chair } = decided;
    await test.pool.query("update commitments set due_on = '2090-01-01', reported_at = now()");
    for (const organ of ["south", "europe"])
      await conveneMeeting(chair.ctx, {
        organ,
        slug: `${organ}-2089`,
        title: words,
        hostCity: "Quito",
        zone: "America/Guayaquil",
        country: "EC",
        startsOn: "2089-05-01",
        endsOn: "2089-05-02",
        called: "all_affiliated",
        requestKey: newId(),
      });
    const later = { ...node.shell, now: new Date(node.shell.now.getTime() + 30 * 86_400_000) };
    expect(await queueDueDigests(later, async () => "somebody@node.example")).toBe(0);
  });
});
