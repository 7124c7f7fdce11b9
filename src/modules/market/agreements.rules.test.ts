// The rules of agreements, each met and broken; and what is owed in parts, which must never lose or gain a minor unit.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agreementsGoStepByStep,
  agreementSteps,
  deliveriesAreToCome,
  itIsTheirTurn,
  nobodyTradesWithThemselves,
  owedFor,
  theSameTermsAreMeant,
  thereIsEnough,
} from "./agreements.rules.ts";
import {
  eachIsReceivedOnce,
  itHappenedAlready,
  itIsNotLongAgo,
  mediatorsAreNeitherSide,
  noMoreArrivesThanWasGiven,
  noMoreThanWasAgreed,
  reductionsLower,
  whatIsMissingIsExplained,
} from "./deliveries.rules.ts";
import { agreementStates } from "./types.ts";

const sides = { askerId: "asker", holderId: "holder", providerId: "holder", receiverId: "asker" };
const reasonOf = (verdict: { ok: boolean; reason?: string }) => (verdict.ok ? "ok" : verdict.reason);

describe("the rules of agreements", () => {
  it("allow the steps of the table, and no others", () => {
    for (const [step, { from }] of Object.entries(agreementSteps))
      for (const state of agreementStates)
        expect(
          reasonOf(agreementsGoStepByStep(state, step as keyof typeof agreementSteps)),
          `${state}: ${step}`,
        ).toBe((from as readonly string[]).includes(state) ? "ok" : "agreementNotInState");
  });

  it("say whose turn it is", () => {
    const turn = (
      step: "decline" | "withdraw" | "confirm" | "propose",
      who: string,
      proposedBy: string | null = null,
    ) => reasonOf(itIsTheirTurn({ ...sides, proposedBy }, step, who));
    expect(turn("decline", "holder")).toBe("ok");
    expect(turn("decline", "asker")).toBe("notYourTurn");
    expect(turn("withdraw", "asker")).toBe("ok");
    expect(turn("withdraw", "holder")).toBe("notYourTurn");
    expect(turn("confirm", "asker", "holder")).toBe("ok");
    expect(turn("confirm", "holder", "holder")).toBe("notYourTurn");
    expect(turn("confirm", "holder", null)).toBe("notYourTurn");
    expect(turn("propose", "asker")).toBe("ok");
  });

  it("are each met and broken", () => {
    expect(
      [nobodyTradesWithThemselves("a", "b"), nobodyTradesWithThemselves("a", "a")].map(reasonOf),
    ).toEqual(["ok", "ownOffer"]);
    expect([theSameTermsAreMeant(2, 2), theSameTermsAreMeant(2, 1)].map(reasonOf)).toEqual([
      "ok",
      "termsChangedSince",
    ]);
    expect([thereIsEnough(5n, 5n), thereIsEnough(null, 9n), thereIsEnough(5n, 6n)].map(reasonOf)).toEqual([
      "ok",
      "ok",
      "notEnoughLeft",
    ]);
    expect(
      [
        deliveriesAreToCome([null, "2026-02-01"], "2026-02-01"),
        deliveriesAreToCome(["2026-01-31"], "2026-02-01"),
      ].map(reasonOf),
    ).toEqual(["ok", "dateIsOver"]);
    expect([noMoreThanWasAgreed(10n, 4n, 6n), noMoreThanWasAgreed(10n, 4n, 7n)].map(reasonOf)).toEqual([
      "ok",
      "moreThanAgreed",
    ]);
    expect([noMoreArrivesThanWasGiven(5n, 5n), noMoreArrivesThanWasGiven(5n, 6n)].map(reasonOf)).toEqual([
      "ok",
      "moreThanGiven",
    ]);
    expect(
      [whatIsMissingIsExplained(5n, 4n, "wet"), whatIsMissingIsExplained(5n, 4n, null)].map(reasonOf),
    ).toEqual(["ok", "qualityMissing"]);
    expect(
      [itHappenedAlready("2026-01-01", "2026-01-01"), itHappenedAlready("2026-01-02", "2026-01-01")].map(
        reasonOf,
      ),
    ).toEqual(["ok", "dayIsToCome"]);
    expect([eachIsReceivedOnce(false), eachIsReceivedOnce(true)].map(reasonOf)).toEqual([
      "ok",
      "alreadyReceived",
    ]);
    expect([mediatorsAreNeitherSide("m", ["a"]), mediatorsAreNeitherSide("a", ["a"])].map(reasonOf)).toEqual([
      "ok",
      "mediatorIsASide",
    ]);
    expect(
      [
        reductionsLower(10n, 0n),
        reductionsLower(10n, 10n),
        reductionsLower(0n, 0n),
        reductionsLower(5n, null),
      ].map(reasonOf),
    ).toEqual(["ok", "reductionMustLower", "reductionMustLower", "reductionMustLower"]);
    const [then, now] = [new Date("2026-01-01"), new Date("2026-06-01")];
    expect(
      [
        itIsNotLongAgo("agreed", then, now),
        itIsNotLongAgo("fulfilled", now, now),
        itIsNotLongAgo("fulfilled", then, now),
      ].map(reasonOf),
    ).toEqual(["ok", "ok", "tooLateToDispute"]);
  });
});

describe("what is owed in parts", () => {
  const quantities = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 });

  it("adds up to the price, never runs ahead of what arrived, and never goes back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }), quantities, (price, parts) => {
        const whole = parts.reduce((sum, part) => sum + part, 0n);
        let [arrived, recorded] = [0n, 0n];
        for (const part of parts) {
          arrived += part;
          const due = owedFor(price, arrived, whole) - recorded;
          expect(due >= 0n).toBe(true);
          recorded += due;
          expect(recorded * whole <= price * arrived).toBe(true);
        }
        expect(recorded).toBe(price);
      }),
    );
  });
});
