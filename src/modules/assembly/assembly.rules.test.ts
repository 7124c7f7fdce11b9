// Each rule of organs, seats, delegates and the quorum, met and broken by name.
import { describe, expect, it } from "vitest";
import type { OrganizationId } from "#confederation";
import { drawBadge, readCode, readToken, writeToken, writtenCode } from "./badges.rules.ts";
import {
  alternatesStandIn,
  badgesAreOfAccepted,
  decisionsAreOnNominated,
  delegationsAreCalled,
  delegationsNameTheirOwn,
  nominationsAreOpen,
  othersDecide,
  peopleAreTheirs,
  seatsSuffice,
  substitutionsDoNotOverlap,
  withdrawnWhileSent,
} from "./delegates.rules.ts";
import {
  monthsAfter,
  onlyCongressesTakeUp,
  onlyMeetingsAsk,
  plenaryIsThereAlready,
  requestsAreTakenUpOnce,
  standingOrgansConvene,
} from "./organs.rules.ts";
import { quorumOf } from "./quorum.rules.ts";
import { acceptedKeepTheirSeats, deadlineIsAhead, editionIsNotOver, findSeats } from "./seats.rules.ts";
import type { Verdict } from "#platform/rules";

const at = (clock: string) => new Date(`2026-03-01T${clock}:00Z`);
const reason = (verdict: Verdict) => (verdict.ok ? "ok" : verdict.reason);

describe("organs", () => {
  it("are founded beside the plenary that is there", () => {
    expect(reason(plenaryIsThereAlready("commission"))).toBe("ok");
    expect(reason(plenaryIsThereAlready("plenary"))).toBe("plenaryExists");
  });

  it("convene meetings when they stand by themselves", () => {
    expect(reason(standingOrgansConvene(null))).toBe("ok");
    expect(reason(standingOrgansConvene("edition"))).toBe("organBelongsToCongress");
  });

  it("ask, and a congress takes it up once", () => {
    expect(reason(onlyMeetingsAsk(true))).toBe("ok");
    expect(reason(onlyMeetingsAsk(false))).toBe("onlyMeetingsAsk");
    expect(reason(onlyCongressesTakeUp(false))).toBe("ok");
    expect(reason(onlyCongressesTakeUp(true))).toBe("onlyCongressesTakeUp");
    expect(reason(requestsAreTakenUpOnce(false))).toBe("ok");
    expect(reason(requestsAreTakenUpOnce(true))).toBe("requestTakenUpAlready");
  });

  it("count months to the same day, or the last of a shorter month", () => {
    expect(monthsAfter("2026-01-31", 1)).toBe("2026-02-28");
    expect(monthsAfter("2024-01-31", 1)).toBe("2024-02-29");
    expect(monthsAfter("2019-10-20", 24)).toBe("2021-10-20");
    expect(monthsAfter("2026-11-30", 3)).toBe("2027-02-28");
  });
});

describe("seats", () => {
  const [one, two, three] = ["1", "2", "3"].map((id) => id as OrganizationId) as [
    OrganizationId,
    OrganizationId,
    OrganizationId,
  ];
  const called = [
    { id: one, region: "005" },
    { id: two, region: "005" },
    { id: three, region: "150" },
  ];
  const seats = (found: ReturnType<typeof findSeats>) =>
    "seats" in found ? [...found.seats.values()] : reason(found);

  it("are the same for each, shared within a region, or apportioned", () => {
    expect(seats(findSeats({ kind: "each", seats: 3 }, called))).toEqual([3, 3, 3]);
    const byRegion = findSeats({ kind: "by_region", seats: { "005": 3, "150": 2 } }, called);
    expect(seats(byRegion)).toEqual([2, 1, 2]);
    expect(byRegion).toMatchObject({ tied: [one, two] });
    const weights = { [one]: 600, [two]: 300, [three]: 100 };
    const apportioned = { kind: "apportioned", rule: "d_hondt", seats: 10, weights } as const;
    expect(seats(findSeats({ ...apportioned, least: 1, most: null }, called))).toEqual([6, 3, 1]);
    expect(seats(findSeats({ ...apportioned, least: 1, most: 5 }, called))).toEqual([5, 4, 1]);
  });

  it("name the division that there is not", () => {
    const weights = { [one]: 1 };
    const apportioned = { kind: "apportioned", rule: "hare", seats: 10, weights } as const;
    expect(seats(findSeats({ ...apportioned, least: 4, most: null }, called))).toBe("seatsFewerThanLeast");
    expect(seats(findSeats({ ...apportioned, least: 0, most: 4 }, called))).toBe("seatsMoreThanMost");
    expect(seats(findSeats({ ...apportioned, weights: {}, least: 0, most: null }, called))).toBe(
      "seatsWithoutWeight",
    );
  });

  it("are set before the end, for a deadline ahead, and above whoever was accepted", () => {
    expect(reason(editionIsNotOver("2026-03-01", "2026-03-01"))).toBe("ok");
    expect(reason(editionIsNotOver("2026-03-01", "2026-03-02"))).toBe("editionIsOver");
    expect(reason(deadlineIsAhead(null, at("10:00")))).toBe("ok");
    expect(reason(deadlineIsAhead(at("10:00"), at("10:00")))).toBe("deadlineIsPast");
    expect(reason(acceptedKeepTheirSeats(null))).toBe("ok");
    expect(reason(acceptedKeepTheirSeats({ organization: "a", accepted: 2 }))).toBe("seatsBelowAccepted");
  });
});

describe("delegates", () => {
  it("are named by mandate, of a called organisation, in time, up to the seats", () => {
    expect(reason(delegationsNameTheirOwn("mandate"))).toBe("ok");
    expect(reason(delegationsNameTheirOwn(null))).toBe("delegationNeedsMandate");
    expect(reason(delegationsAreCalled(true))).toBe("ok");
    expect(reason(delegationsAreCalled(false))).toBe("delegationNotCalled");
    expect(reason(nominationsAreOpen(at("10:00"), at("10:00")))).toBe("ok");
    expect(reason(nominationsAreOpen(at("10:00"), at("10:01")))).toBe("nominationsClosed");
    expect(reason(seatsSuffice({ seat: "delegate", most: 2, taken: 1, adding: 1 }))).toBe("ok");
    expect(seatsSuffice({ seat: "delegate", most: 2, taken: 1, adding: 2 })).toMatchObject({
      reason: "seatsAllTaken",
      facts: { most: 2, left: 1, adding: 2 },
    });
    expect(reason(seatsSuffice({ seat: "alternate", most: 0, taken: 0, adding: 1 }))).toBe(
      "alternatesAllNamed",
    );
    expect(reason(peopleAreTheirs(true))).toBe("ok");
    expect(reason(peopleAreTheirs(false))).toBe("personOfAnotherOrganization");
  });

  it("are decided on once, by others", () => {
    expect(reason(decisionsAreOnNominated("nominated"))).toBe("ok");
    expect(reason(decisionsAreOnNominated("refused"))).toBe("delegateDecidedAlready");
    expect(reason(withdrawnWhileSent("accepted"))).toBe("ok");
    expect(reason(withdrawnWhileSent("withdrawn"))).toBe("delegateDecidedAlready");
    const named = { by: "spokesperson", who: "delegate" };
    expect(reason(othersDecide(null, named))).toBe("ok");
    expect(reason(othersDecide({ personId: "member", ofTheOrganization: false }, named))).toBe("ok");
    for (const decider of [
      { personId: "member", ofTheOrganization: true },
      { personId: "spokesperson", ofTheOrganization: false },
      { personId: "delegate", ofTheOrganization: false },
    ])
      expect(reason(othersDecide(decider, named))).toBe("ownDelegationNotDecided");
  });

  it("have badges once accepted", () => {
    expect(reason(badgesAreOfAccepted("accepted"))).toBe("ok");
    expect(reason(badgesAreOfAccepted("nominated"))).toBe("delegateNotAccepted");
  });

  it("are stood in for by an alternate of theirs, one at a time", () => {
    const delegate = { seat: "delegate", state: "accepted", organizationId: "1" } as const;
    const alternate = { ...delegate, seat: "alternate" } as const;
    expect(reason(alternatesStandIn(delegate, alternate))).toBe("ok");
    expect(reason(alternatesStandIn(delegate, { ...alternate, state: "nominated" }))).toBe(
      "delegateNotAccepted",
    );
    expect(reason(alternatesStandIn(alternate, delegate))).toBe("alternateStandsInForDelegate");
    expect(reason(alternatesStandIn(delegate, { ...alternate, organizationId: "2" }))).toBe(
      "alternateOfAnotherDelegation",
    );
    const morning = { startsAt: at("09:00"), endsAt: at("12:00") };
    expect(reason(substitutionsDoNotOverlap(morning, [{ startsAt: at("12:00"), endsAt: at("13:00") }]))).toBe(
      "ok",
    );
    expect(reason(substitutionsDoNotOverlap(morning, [{ startsAt: at("11:59"), endsAt: at("13:00") }]))).toBe(
      "substitutionOverlaps",
    );
  });
});

describe("badges", () => {
  it("carry a token that is read from an address, and a code that is read as people type it", () => {
    const { token, code } = drawBadge();
    expect(readToken(writeToken(token))).toEqual(token);
    expect(readToken(`https://node.example/congress/x/door/b/${writeToken(token)}?lang=es`)).toEqual(token);
    expect(readToken("https://elsewhere.example/")).toBeUndefined();
    expect(readCode(writtenCode(code).toLowerCase())).toBe(code);
    expect(readCode("0o1l-1iAB")).toBe("001111AB");
    expect(readCode("ABCDEFGU")).toBeUndefined();
    expect(readCode("ABC")).toBeUndefined();
  });
});

describe("a quorum", () => {
  const room = { delegations: 5, accreditedDelegations: 9, delegates: 9, accreditedDelegates: 18 };
  const half = { numerator: 1, denominator: 2 };

  it("is of delegations or of people, and is reached at the share, not only above it", () => {
    expect(quorumOf(room, { of: "delegations", share: half })).toEqual({
      of: "delegations",
      present: 5,
      all: 9,
      needed: 5,
      reached: true,
    });
    expect(quorumOf({ ...room, delegations: 4 }, { of: "delegations", share: half }).reached).toBe(false);
    expect(quorumOf(room, { of: "delegates", share: half })).toMatchObject({ needed: 9, reached: true });
    expect(quorumOf({ ...room, delegates: 8 }, { of: "delegates", share: half }).reached).toBe(false);
  });

  it("is not reached where nobody is accredited", () => {
    const empty = { delegations: 0, accreditedDelegations: 0, delegates: 0, accreditedDelegates: 0 };
    expect(quorumOf(empty, { of: "delegations", share: half }).reached).toBe(false);
  });
});
