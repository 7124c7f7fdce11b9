import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  alsoRanked,
  BallotCollector,
  BallotFault,
  type Election,
  PrefLibReader,
  ranksOf,
  readPrefLib,
  writePrefLib,
} from "./index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function ballotsOf({ ballots }: Election): [number, number[][]][] {
  return Array.from(ballots.weights, (weight, at) => [weight, ranksOf(ballots, at)]);
}

function faultOf(text: string | Uint8Array): Partial<BallotFault> | null {
  try {
    readPrefLib(typeof text === "string" ? bytes(text) : text);
  } catch (error) {
    if (error instanceof BallotFault) return { reason: error.reason, line: error.line, facts: error.facts };
    throw error;
  }
  return null;
}

const head = (type: string, voters = 6, orders = 2) =>
  [
    "# FILE NAME: 00099-00000001.toi",
    "# TITLE: Where to meet",
    "# DESCRIPTION: ",
    `# DATA TYPE: ${type}`,
    "# NUMBER ALTERNATIVES: 3",
    `# NUMBER VOTERS: ${voters}`,
    `# NUMBER UNIQUE ORDERS: ${orders}`,
    "# ALTERNATIVE NAME 1: The mill: upstairs",
    "# ALTERNATIVE NAME 2: Plaza",
    "# ALTERNATIVE NAME 3: Escuela",
    "",
  ].join("\n");

describe("PrefLib", () => {
  it("is read in its form of today", () => {
    const election = readPrefLib(bytes(`\uFEFF${head("toi")}4: 2,{3,1}\r\n2: 3\n`));
    expect(election).toMatchObject({ title: "Where to meet", seats: null });
    expect(election.candidates).toEqual([
      { id: "1", name: "The mill: upstairs", withdrawn: false },
      { id: "2", name: "Plaza", withdrawn: false },
      { id: "3", name: "Escuela", withdrawn: false },
    ]);
    expect(ballotsOf(election)).toEqual([
      [4, [[1], [0, 2]]],
      [2, [[2]]],
    ]);
  });

  it("keeps a name as it is, but for blanks around it", () => {
    const odd = head("soc").replace("Plaza", " Pla\u2028za # 1: 2 ");
    expect(readPrefLib(bytes(`${odd}4: 2,1,3\n2: 3,1,2\n`)).candidates[1]?.name).toBe("Pla\u2028za # 1: 2");
  });

  it("is read in its form before 2022", () => {
    const election = readPrefLib(bytes("3\n1,A, of the north\n2,B\n3,C\n6,6,3\n3,2,{3,1}\n2,{1,3},2\n1,1\n"));
    expect(election.candidates.map(({ name }) => name)).toEqual(["A, of the north", "B", "C"]);
    expect(ballotsOf(election)).toEqual([
      [3, [[1], [0, 2]]],
      [2, [[0, 2], [1]]],
      [1, [[0]]],
    ]);
    expect(faultOf("2\n1,A\n2,B\n3,3,1\n2,1,2\n")).toMatchObject({ reason: "votesDoNotMatch", line: 4 });
    expect(faultOf("2\n1,A\n2,B\n2,2\n2,1,2\n")).toMatchObject({ reason: "totalsMalformed", line: 4 });
    expect(faultOf("2\n1,A\n1,B\n2,2,1\n2,1,2\n")).toMatchObject({ reason: "keyTwice" });
    expect(faultOf("2\n1,A\nB\n")).toMatchObject({ reason: "namesMissing", line: 3 });
  });

  it("is refused with its line where a ballot is at fault", () => {
    const ballots: [string, string, object?][] = [
      ["4: 2,1,2", "candidateTwice", { candidate: 2 }],
      ["4: 2,{1,1}", "candidateTwice"],
      ["4: 4", "unknownCandidate", { candidate: "4", candidates: 3 }],
      ["4: 0", "unknownCandidate"],
      ["-4: 1", "weightNegative"],
      ["0: 1", "countMalformed", { word: "0" }],
      ["4.5: 1", "countMalformed"],
      ["4,1", "countMalformed"],
      ["9007199254740993: 1", "weightsTooLarge"],
      ["4: 1,,2", "orderMalformed", { word: "1,,2" }],
      ["4: {1,2", "orderMalformed"],
      ["4: {}", "orderMalformed"],
      ["4: 1,", "orderMalformed"],
      ["4: 1 2", "orderMalformed"],
      ["4: Plaza", "orderMalformed"],
      ["4: 1\n# TITLE: late", "headOutOfPlace"],
    ];
    for (const [ballot, reason, facts] of ballots)
      expect(faultOf(`${head("toi")}${ballot}\n2: 3\n`), ballot).toMatchObject({
        reason,
        line: ballot.includes("\n") ? 12 : 11,
        ...(facts && { facts }),
      });
  });

  it("is refused where the head says otherwise", () => {
    const ballots = "4: 2,1,3\n2: 3,1,2\n";
    expect(faultOf(head("soc") + ballots)).toBeNull();
    expect(faultOf(head("soc", 7) + ballots)).toEqual({
      reason: "votesDoNotMatch",
      line: 6,
      facts: { said: "7", found: 6 },
    });
    expect(faultOf(head("soc", 6, 3) + ballots)).toMatchObject({ reason: "ordersDoNotMatch", line: 7 });
    expect(faultOf(`${head("soi")}4: 2,{1,3}\n2: 3\n`)).toMatchObject({ reason: "orderTied", line: 11 });
    expect(faultOf(`${head("toc")}4: 2,{1,3}\n2: 3\n`)).toMatchObject({
      reason: "orderNotComplete",
      line: 12,
    });
    expect(faultOf(head("wmd") + ballots)).toMatchObject({ reason: "dataTypeUnknown", line: 4 });
    expect(faultOf(head("soc").replace("# ALTERNATIVE NAME 3", "# NAME 3") + ballots)).toMatchObject({
      reason: "namesMissing",
      facts: { named: 2, candidates: 3 },
    });
    expect(faultOf(head("soc").replace("NAME 3", "NAME 2") + ballots)).toMatchObject({ reason: "keyTwice" });
    expect(faultOf(head("soc").replace("NAME 3", "NAME 4") + ballots)).toMatchObject({
      reason: "unknownCandidate",
    });
    expect(faultOf(head("soc").replace(": Plaza", ":") + ballots)).toMatchObject({
      reason: "nameEmpty",
      line: 9,
    });
    expect(faultOf(head("soc").replace("ALTERNATIVES: 3", "ALTERNATIVES: three") + ballots)).toMatchObject({
      reason: "numberExpected",
    });
    expect(faultOf(`# TITLE: no number\n${ballots}`)).toMatchObject({ reason: "keyMissing" });
    expect(faultOf("# NUMBER ALTERNATIVES: 100001\n")).toMatchObject({ reason: "tooManyCandidates" });
    expect(faultOf("# NUMBER ALTERNATIVES: 0\n")).toMatchObject({ reason: "noCandidates" });
  });

  it("is refused where it is empty, or no text", () => {
    expect(faultOf("")).toMatchObject({ reason: "fileEmpty" });
    expect(faultOf("\n \n")).toMatchObject({ reason: "fileEmpty" });
    expect(faultOf(head("soc", 0, 0))).toMatchObject({ reason: "noBallots" });
    expect(faultOf(Uint8Array.of(0x23, 0xff, 0x0a))).toMatchObject({ reason: "notUtf8", line: 1 });
    expect(faultOf("# TITLE: a\0b\n")).toMatchObject({ reason: "nulByte", line: 1 });
    expect(faultOf(new Uint8Array((1 << 24) + 1).fill(0x41))).toMatchObject({ reason: "lineTooLong" });
  });

  const name = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((name) => name === name.trim() && !/\p{Cc}/u.test(name) && name.isWellFormed());

  it("is read back as it was written, in pieces of any size", () => {
    const ballots = fc.array(
      fc.tuple(
        fc.shuffledSubarray([0, 1, 2, 3, 4]),
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 1, max: 2 ** 40 }),
      ),
      { minLength: 1, maxLength: 12 },
    );
    const names = fc.array(name, { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(
        ballots,
        names,
        fc.option(name),
        fc.integer({ min: 1, max: 40 }),
        (cast, names, title, size) => {
          const collector = new BallotCollector({ kind: "ranked", candidates: 5 });
          for (const [order, ties, weight] of cast) {
            const ranks: number[][] = [];
            for (const [at, one] of order.entries())
              if (at > 0 && ties[at]) ranks.at(-1)?.push(one);
              else ranks.push([one]);
            const entries = ranks.flatMap((rank) =>
              rank.sort((a, b) => a - b).map((one, at) => (at > 0 ? one + alsoRanked : one)),
            );
            collector.add(entries, entries.length, weight);
          }
          const election: Election = {
            title,
            candidates: names.map((name, at) => ({ id: `${at + 1}`, name, withdrawn: false })),
            seats: null,
            ballots: collector.finish(),
          };
          const written = writePrefLib(election);
          const reader = new PrefLibReader();
          for (let at = 0; at < written.length; at += size) reader.push(written.subarray(at, at + size));
          expect(reader.finish()).toEqual(election);
        },
      ),
    );
  });

  it("is not written where it cannot say what there is to say", () => {
    const election = readPrefLib(bytes(`${head("soc")}4: 2,1,3\n2: 3,1,2\n`));
    const reason = (other: Partial<Election>) => {
      try {
        writePrefLib({ ...election, ...other });
      } catch (error) {
        return (error as BallotFault).reason;
      }
      return null;
    };
    const [first, ...rest] = election.candidates;
    expect(reason({})).toBeNull();
    expect(reason({ title: "two\nlines" })).toBe("nameNotWritable");
    expect(reason({ candidates: [{ ...first!, withdrawn: true }, ...rest] })).toBe("withdrawnNotWritable");
    expect(reason({ ballots: { ...election.ballots, weightUnit: 4 } })).toBe("weightNotWhole");
    expect(reason({ ballots: { ...election.ballots, kind: "approval" } })).toBe("ballotsOfAnotherKind");
  });
});
