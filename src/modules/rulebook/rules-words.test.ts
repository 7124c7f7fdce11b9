// Why a vote ended as it did, read aloud in four languages; and the words of a motion on rules.
import { describe, expect, it } from "vitest";
import { countRollCall, type FrozenRules, rulesOfToday, type RoomQuorum } from "#algorithms/roll-calls";
import { catalogueLanguages } from "#platform/i18n/i18n";
import { hashOfRules } from "./rulebook.rules.ts";
import { verdictInWords, wordsOfRules } from "./rules-words.ts";

const half = { numerator: 1, denominator: 2 };

function count(
  votes: readonly [number, number, number],
  accredited: number,
  quorum?: RoomQuorum,
  present = 0,
) {
  const [inFavour, against, abstain] = votes;
  const rules: FrozenRules = { majority: "simple_of_votes_cast", quorum: quorum ?? "half_of_accredited" };
  const counted = countRollCall({
    rules,
    adopted: null,
    regions: [{ region: null, accredited, present, for: inFavour, against, abstain }],
    room: quorum ? { at: "", delegations: present, delegates: present, accreditedDelegates: 31 } : null,
    called: null,
    castingVote: null,
    proposedAt: null,
    openedAt: "2019-10-18T14:00:00.000Z",
    at: "2019-10-18T15:00:00.000Z",
  });
  if (!counted) throw new Error("these rules are known");
  return counted;
}

const room = (of: RoomQuorum["of"]): RoomQuorum => ({ of, share: half, counted: "present_when_opened" });

describe("a verdict", () => {
  const votes = [
    count([19, 4, 4], 27),
    count([4, 19, 4], 27),
    count([4, 4, 19], 27),
    count([1, 0, 0], 27),
    count([2, 1, 0], 20, room("delegations"), 12),
    count([2, 1, 0], 20, room("delegates"), 16),
    count([2, 1, 0], 20, room("delegates"), 15),
  ];

  it("is explained in every language, each differently, with its figures", () => {
    for (const language of catalogueLanguages) {
      const said = votes.flatMap((one) =>
        [true, false].map((closed) => verdictInWords(one, closed, language)),
      );
      expect(new Set(said).size).toBe(2 * votes.length);
      for (const sentence of said) expect(sentence).toMatch(/^\d.*\d.*\.$/u);
    }
  });

  it("reads as a person would say it", () => {
    expect(votes.map((one) => verdictInWords(one, true, "en"))).toMatchInlineSnapshot(`
      [
        "19 in favour, 4 against, 4 abstentions. Adopted: 19 votes in favour out of 23 votes without abstentions, more than half; 27 votes counting abstentions out of 27 accredited delegations, at least half, quorum reached.",
        "4 in favour, 19 against, 4 abstentions. Not adopted: 4 votes in favour out of 23 votes without abstentions, not more than half, when 12 were needed; 27 votes counting abstentions out of 27 accredited delegations, at least half, quorum reached.",
        "4 in favour, 4 against, 19 abstentions. Not adopted: 4 votes in favour out of 8 votes without abstentions, not more than half; with as many against as in favour, things stay as they are; 27 votes counting abstentions out of 27 accredited delegations, at least half, quorum reached.",
        "1 in favour, 0 against, 0 abstentions. The vote does not count, because there was no quorum: 1 vote counting abstentions out of 27 accredited delegations, less than half, when 14 were needed.",
        "2 in favour, 1 against, 0 abstentions. Adopted: 2 votes in favour out of 3 votes without abstentions, more than half; 12 delegations present out of 20 accredited, at least half, quorum reached.",
        "2 in favour, 1 against, 0 abstentions. Adopted: 2 votes in favour out of 3 votes without abstentions, more than half. 16 delegates present out of 31 accredited, at least half. There was a quorum in the room when the vote opened.",
        "2 in favour, 1 against, 0 abstentions. The vote does not count, because there was no quorum. 15 delegates present out of 31 accredited, less than half, when 16 were needed. There was no quorum in the room when the vote opened.",
      ]
    `);
  });

  it("is said from the numbers alone where minutes kept no more", () => {
    for (const { tally } of votes) {
      const said = verdictInWords({ tally }, true, "en");
      expect(said).toContain(
        tally.verdict === "adopted" ? "Adopted" : tally.verdict === "rejected" ? "Not adopted" : "no quorum",
      );
      expect(said).toContain(String(tally.quorum));
    }
  });
});

describe("the words of a motion on rules", () => {
  it("say what the rules ask for and name their hash, in every language", () => {
    for (const language of catalogueLanguages) {
      const words = wordsOfRules(rulesOfToday, language);
      expect(words).toMatch(/^# \p{Lu}/u);
      expect(words).toContain(hashOfRules(rulesOfToday));
    }
    expect(wordsOfRules(rulesOfToday, "en")).toMatchInlineSnapshot(`
      "# Rules to begin with

      ## How we decide

      Who votes\\: the delegations\\.

      There is a quorum if the votes counting abstentions are at least half of the accredited delegations\\.

      It is adopted if the votes in favour are more than half of the votes without abstentions\\.

      A tie leaves things as they are\\.

      ## The rules as data

      What is voted on are the rules whose SHA\\-256 is b0215850e78fa98df01736252760e1b0f447392efd36e1c1fddd3d14894a052d\\. The node decides by them\\; these words say the same\\."
    `);
  });
});
