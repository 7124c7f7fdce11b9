import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fraction } from "../fractions/index.ts";
import { BallotFault, CsvReader, type Election, ranksOf, readCsv, writeCsv } from "./index.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function faultOf(text: string | Uint8Array): { reason: string; line: number | null; facts: object } | null {
  try {
    readCsv(typeof text === "string" ? bytes(text) : text);
  } catch (error) {
    if (error instanceof BallotFault) return { reason: error.reason, line: error.line, facts: error.facts };
    throw error;
  }
  return null;
}

function read(text: string) {
  const { candidates, ballots } = readCsv(bytes(text));
  return {
    names: candidates.map(({ name }) => name),
    kind: ballots.kind,
    ballots: Array.from(ballots.weights, (weight, at) => [weight / ballots.weightUnit, ranksOf(ballots, at)]),
    points: ballots.points && Array.from(ballots.points, (given) => given / ballots.pointsUnit),
  };
}

/** Weights and points as exact fractions: what is written anew may come in a coarser unit. */
function inWhole({ candidates, ballots, ...rest }: Election) {
  const { kind, weights, weightUnit, points, pointsUnit } = ballots;
  return {
    ...rest,
    candidates,
    kind,
    weights: Array.from(weights, (weight) => fraction(weight, weightUnit)),
    ranks: Array.from(weights, (_, at) => ranksOf(ballots, at)),
    points: points && Array.from(points, (given) => fraction(given, pointsUnit)),
  };
}

describe("a table of ballots", () => {
  it("holds ranks under the candidates' names, with shared ones, gaps and weights", () => {
    const table =
      '\uFEFFweight;"rank: Ana, la de arriba";Rank:Bruno;"rank: C;D"\r\n2;1;2;2\r\n0.5;3;1;\r\n3/2;1;2;2\r\n';
    expect(read(table)).toEqual({
      names: ["Ana, la de arriba", "Bruno", "C;D"],
      kind: "ranked",
      ballots: [
        [3.5, [[0], [1, 2]]],
        [0.5, [[1], [0]]],
      ],
      points: null,
    });
  });

  it("holds points, with decimals and below zero", () => {
    expect(read("points: A\tpoints: B\n2\t\n-1,5\t0\n2.0\t\n")).toMatchObject({
      kind: "score",
      ballots: [
        [2, [[0]]],
        [1, [[0], [1]]],
      ],
      points: [2, -1.5, 0],
    });
  });

  it("holds crosses", () => {
    expect(read("A,B,C\nx,,X\n,✓,\n,,\n")).toMatchObject({
      kind: "approval",
      ballots: [
        [1, [[0], [2]]],
        [1, [[1]]],
        [1, []],
      ],
    });
  });

  it("holds names in the order of the ranks", () => {
    expect(read('rank1,rank2,rank3\n"Lu, A",Bo,\nBo,,\nBo,"Lu, A",Ci\n')).toMatchObject({
      names: ["Lu, A", "Bo", "Ci"],
      kind: "ranked",
      ballots: [
        [1, [[0], [1]]],
        [1, [[1]]],
        [1, [[1], [0], [2]]],
      ],
    });
  });

  it("is refused where its head does not say what it means", () => {
    const heads: [string, string][] = [
      ["A,B;C", "separatorUnclear"],
      ['A,"B', "quoteNotClosed"],
      ["weight,A,Weight", "columnTwice"],
      ["A,B,A", "columnTwice"],
      ["rank: A,points: B", "columnsMixed"],
      ["rank1,B", "columnsMixed"],
      ["rank1,rank3", "ranksOutOfOrder"],
      ["A,,B", "nameEmpty"],
      ["rank: A,rank: ", "nameEmpty"],
      ["weight", "noCandidates"],
      [`${"a".repeat(1001)},B`, "nameTooLong"],
      ["A,B\u0007", "controlCharacter"],
    ];
    for (const [head, reason] of heads)
      expect(faultOf(`${head}\nx,x\n`), head).toMatchObject({ reason, line: 1 });
  });

  it("is refused with the line of the row at fault", () => {
    const rows: [string, string, string, object?][] = [
      ["rank: A,rank: B", "1", "fieldsDoNotMatch", { columns: 2, found: 1 }],
      ["rank: A,rank: B", "1,0", "rankMalformed", { word: "0" }],
      ["rank: A,rank: B", "1,x", "rankMalformed"],
      ["rank: A,rank: B", "1,2.5", "rankMalformed"],
      ["rank: A,rank: B", '1,"2', "quoteNotClosed"],
      ["A,B", "1,2", "numberUnexplained", { word: "1" }],
      ["A,B", "yes,", "crossMalformed", { word: "yes" }],
      ["points: A,points: B", "1,many", "pointsNotNumber"],
      ["points: A,points: B", "1,9007199254740993", "pointsTooLarge"],
      ["weight,A", "-1,x", "weightNegative"],
      ["weight,A", "0,x", "weightMalformed", { word: "0" }],
      ["weight,A", ",x", "weightMalformed"],
      ["weight,A", "1/0,x", "weightMalformed"],
      ["weight,A", "0.0000000001,x", "weightTooFine"],
      ["weight,A", "9007199254740993,x", "weightsTooLarge"],
      ["rank1,rank2", "A,A", "candidateTwice", { candidate: "A" }],
      ["rank1,rank2", ",A", "rankLeftOpen"],
    ];
    for (const [head, row, reason, facts] of rows)
      expect(faultOf(`${head}\n\n${row}\n`), row).toMatchObject({ reason, line: 3, ...(facts && { facts }) });
  });

  it("is refused where it is empty, or no text", () => {
    expect(faultOf("")).toMatchObject({ reason: "fileEmpty" });
    expect(faultOf("A,B\n")).toMatchObject({ reason: "noBallots" });
    expect(faultOf(Uint8Array.of(0x41, 0xff))).toMatchObject({ reason: "notUtf8", line: 1 });
    expect(faultOf("A\nx\n\0\n")).toMatchObject({ reason: "nulByte", line: 3 });
    expect(faultOf(new Uint8Array((1 << 24) + 1).fill(0x41))).toMatchObject({ reason: "lineTooLong" });
  });

  const name = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter((name) => name === name.trim() && !/\p{Cc}/u.test(name) && name.isWellFormed());
  const cell = {
    rank: fc.constantFrom("", "1", "2", "3"),
    points: fc.constantFrom("", "0", "5", "-2", "0.25"),
    cross: fc.constantFrom("", "x"),
  };

  it("is read back as it was written, in pieces of any size", () => {
    const table = fc.constantFrom("rank", "points", "cross").chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        names: fc.uniqueArray(name, { minLength: 3, maxLength: 3 }),
        rows: fc.array(
          fc.record({
            weight: fc.constantFrom("1", "7", "1.5", "2/3"),
            cells: fc.array(cell[kind as keyof typeof cell], { minLength: 3, maxLength: 3 }),
          }),
          { minLength: 1, maxLength: 10 },
        ),
        separator: fc.constantFrom(",", ";", "\t"),
        size: fc.integer({ min: 1, max: 30 }),
      }),
    );
    fc.assert(
      fc.property(table, ({ kind, names, rows, separator, size }) => {
        fc.pre(kind !== "cross" || names.every((name) => !/^(weight|rank.*|points.*)$/i.test(name)));
        const head = ["weight", ...names.map((name) => (kind === "cross" ? name : `${kind}: ${name}`))];
        const quoted = head.map((field) => `"${field.replaceAll('"', '""')}"`);
        const lines = [quoted, ...rows.map(({ weight, cells }) => [weight, ...cells])];
        const election = readCsv(bytes(`${lines.map((line) => line.join(separator)).join("\n")}\n`));
        expect(election.candidates.map(({ name }) => name)).toEqual(names);
        const written = writeCsv(election);
        const reader = new CsvReader();
        for (let at = 0; at < written.length; at += size) reader.push(written.subarray(at, at + size));
        expect(inWhole(reader.finish())).toEqual(inWhole(election));
      }),
    );
  });

  it("is not written where it would be read otherwise", () => {
    const election = readCsv(bytes("A,B\nx,\n"));
    const reason = (other: Partial<Election>) => {
      try {
        writeCsv({ ...election, ...other });
      } catch (error) {
        return (error as BallotFault).reason;
      }
      return null;
    };
    const named = (...names: string[]) =>
      reason({ candidates: names.map((name) => ({ id: name, name, withdrawn: false })) });
    expect(reason({})).toBeNull();
    for (const name of ["weight", "rank1", "rank: A", "points:A", " A", "", "A\nB"])
      expect(named(name, "B"), name).toBe("nameNotWritable");
    expect(named("A", "A")).toBe("namesTwice");
    expect(reason({ candidates: election.candidates.map((one) => ({ ...one, withdrawn: true })) })).toBe(
      "withdrawnNotWritable",
    );
    const points = readCsv(bytes("points: A\n1\n"));
    expect(() => writeCsv({ ...points, ballots: { ...points.ballots, pointsUnit: 3 } })).toThrow(BallotFault);
  });
});
