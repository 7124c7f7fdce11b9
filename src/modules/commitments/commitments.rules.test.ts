import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  daysBetween,
  fulfilmentWasClaimed,
  othersConfirm,
  partsAreItsOwn,
  reasonsAreGiven,
  reportShowsSomething,
  reportsAreOnLivingCommitments,
  standingOf,
  theStepExists,
  transitions,
} from "./commitments.rules.ts";
import { commitmentStates, SILENCE_DAYS } from "./types.ts";

const at = (day: string) => new Date(`${day}T12:00:00Z`);
const facts = {
  state: "under_way" as const,
  dueOn: "2027-01-01",
  stateAt: at("2026-01-01"),
  reportedAt: at("2026-06-01"),
};

describe("steps", () => {
  it("are exactly those of the table", () => {
    for (const from of commitmentStates) {
      for (const to of commitmentStates) {
        for (const by of ["responsible", "commission"] as const) {
          const listed = transitions.some((step) => step.from === from && step.to === to && step.by === by);
          const verdict = theStepExists(from, to, by);
          expect(verdict.ok).toBe(listed);
          if (!verdict.ok) expect(verdict.reason).toBe("commitmentStepUnknown");
        }
      }
    }
  });

  it("away from a promise always give a reason", () => {
    for (const step of transitions)
      expect(step.needsReason).toBe(step.to === "dropped" || step.from === "fulfilled");
  });
});

describe("rules", () => {
  it("take reports on living commitments only", () => {
    const living = commitmentStates.filter((state) => reportsAreOnLivingCommitments(state).ok);
    expect(living).toEqual(["accepted", "under_way"]);
    expect(reportsAreOnLivingCommitments("dropped")).toMatchObject({ reason: "commitmentTakesNoReports" });
  });

  it("confirm what was claimed", () => {
    expect(fulfilmentWasClaimed(true).ok).toBe(true);
    expect(fulfilmentWasClaimed(false)).toMatchObject({ reason: "fulfilmentNotClaimed" });
  });

  it("leave confirming to somebody who did not report", () => {
    expect(othersConfirm("one", "other").ok).toBe(true);
    expect(othersConfirm(null, null).ok).toBe(true);
    expect(othersConfirm("one", "one")).toMatchObject({ reason: "ownReportNotConfirmed" });
  });

  it("move only what the commitment has", () => {
    expect(partsAreItsOwn(2, 2).ok).toBe(true);
    expect(partsAreItsOwn(2, 1)).toMatchObject({ reason: "progressUnknown" });
  });

  it("give reasons where the table wants one", () => {
    expect(reasonsAreGiven(true, true).ok).toBe(true);
    expect(reasonsAreGiven(false, false).ok).toBe(true);
    expect(reasonsAreGiven(true, false)).toMatchObject({ reason: "reasonMissing" });
  });

  it("want words or evidence", () => {
    expect(reportShowsSomething("done", 0).ok).toBe(true);
    expect(reportShowsSomething("  ", 1).ok).toBe(true);
    expect(reportShowsSomething("  ", 0)).toMatchObject({ reason: "reportIsEmpty" });
  });
});

describe("how a commitment stands", () => {
  it("is late from the day after it was due", () => {
    expect(standingOf({ ...facts, dueOn: "2026-07-01" }, "2026-07-01")).toBe("under_way");
    expect(standingOf({ ...facts, dueOn: "2026-07-01" }, "2026-07-02")).toBe("late");
    expect(standingOf({ ...facts, state: "proposed", dueOn: "2026-07-01" }, "2026-07-02")).toBe("late");
  });

  it("is silent after ninety days, counted from the last that was heard", () => {
    expect(standingOf(facts, "2026-08-30")).toBe("under_way");
    expect(standingOf(facts, "2026-08-31")).toBe("silent");
    expect(standingOf({ ...facts, reportedAt: null }, "2026-04-01")).toBe("under_way");
    expect(standingOf({ ...facts, reportedAt: null }, "2026-04-02")).toBe("silent");
    expect(standingOf({ ...facts, state: "proposed", reportedAt: null }, "2026-12-01")).toBe("proposed");
  });

  it("stays what it is once it is over", () => {
    for (const state of ["fulfilled", "dropped"] as const)
      expect(standingOf({ ...facts, state }, "2030-01-01")).toBe(state);
  });

  it("never becomes better by waiting", () => {
    const worse = ["under_way", "silent", "late"];
    fc.assert(
      fc.property(fc.nat(800), fc.nat(800), (one, more) => {
        const day = (count: number) =>
          new Date(Date.parse("2026-06-01") + count * 86_400_000).toISOString().slice(0, 10);
        expect(worse.indexOf(standingOf(facts, day(one + more)))).toBeGreaterThanOrEqual(
          worse.indexOf(standingOf(facts, day(one))),
        );
      }),
    );
    expect(daysBetween("2026-02-28", "2026-03-01")).toBe(1);
    expect(SILENCE_DAYS).toBe(90);
  });
});
