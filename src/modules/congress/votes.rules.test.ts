// Quorums of those in the room when a vote opens.
import { describe, expect, it } from "vitest";
import { explain, quorumAmong, type RoomQuorum, tally } from "#congress";
import { translator } from "#platform/i18n/i18n";

describe("a quorum of the room", () => {
  const half = { numerator: 1, denominator: 2 };
  const counted = (
    present: { delegations?: number; delegates?: number },
    of: RoomQuorum["of"],
    share = half,
  ) =>
    tally({ for: 2, against: 1, abstain: 0 }, 20, {
      rules: { majority: "simple_of_votes_cast", quorum: { of, share, counted: "present_when_opened" } },
      room: {
        at: "2019-10-18T14:00:00.000Z",
        delegations: 0,
        delegates: 0,
        accreditedDelegates: 31,
        ...present,
      },
    });

  it.each([
    ["half of the delegations", counted({ delegations: 10 }, "delegations"), 10, "adopted"],
    ["one fewer", counted({ delegations: 9 }, "delegations"), 10, "quorum_not_reached"],
    ["half of 31 delegates is 16", counted({ delegates: 16 }, "delegates"), 16, "adopted"],
    ["and 15 are too few", counted({ delegates: 15 }, "delegates"), 16, "quorum_not_reached"],
    [
      "two thirds of 20 are 14",
      counted({ delegations: 13 }, "delegations", { numerator: 2, denominator: 3 }),
      14,
      "quorum_not_reached",
    ],
  ] as const)("%s", (_name, result, quorum, verdict) => {
    expect(result).toMatchObject({ quorum, verdict, tookPart: 3 });
  });

  it("is none where nobody is accredited", () => {
    expect(quorumAmong(0, 0, half)).toEqual({ needed: 0, reached: false });
  });

  it("is explained in every language, and says of whom", () => {
    for (const language of ["es", "en", "pt", "fr"]) {
      const { key, values } = explain(counted({ delegates: 16 }, "delegates"), true);
      expect(key).toBe("congress-verdict.room_adopted");
      expect(translator(language)(key, values)).toMatch(/16.*31|31.*16/);
    }
    const { key, values } = explain(counted({ delegations: 9 }, "delegations"), true);
    expect(translator("en")(key, values)).toBe(
      "The vote does not count because the quorum was not reached, with 2 in favour, 1 against and 0 abstentions: 9 of 20 accredited delegations were in the room when the vote opened and the quorum was 10.",
    );
  });
});
