import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectFile } from "#platform/project";
import { BallotFault, BltReader, distinct, type Election, ranksOf, readBlt, writeBlt } from "./index.ts";
import { LONGEST_LINE } from "./whole-lines.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readBlt(bytesOf(text));

/** `weight: ranks`, so that a ballot is seen at a glance. */
function ballotsOf({ ballots }: Election): string[] {
  return Array.from({ length: distinct(ballots) }, (_, ballot) => {
    const ranks = ranksOf(ballots, ballot).map((rank) => rank.map((one) => one + 1).join("="));
    return `${(ballots.weights[ballot] ?? 0) / ballots.weightUnit}: ${ranks.join(" ")}`;
  });
}

function faultOf(text: string | Uint8Array): { reason: string; line: number | null } {
  try {
    readBlt(typeof text === "string" ? bytesOf(text) : text);
  } catch (fault) {
    if (fault instanceof BallotFault) return { reason: fault.reason, line: fault.line };
    throw fault;
  }
  throw new Error("it was read");
}

describe("a BLT file", () => {
  it("is read as Hill, Wichmann and Woodall wrote it", () => {
    const election = read(
      '4 2\n-2\n3 1 3 4 0\n4 1 3 2 0\n2 4 1 3 0\n1 2 0\n2 2 4 3 1 0\n1 3 4 2 0\n0\n"Adam"\n"Basil"\n"Charlotte"\n"Donald"\n"Title"\n',
    );
    expect(election.title).toBe("Title");
    expect(election.seats).toBe(2);
    expect(election.candidates.map(({ id, name, withdrawn }) => [id, name, withdrawn])).toEqual([
      ["1", "Adam", false],
      ["2", "Basil", true],
      ["3", "Charlotte", false],
      ["4", "Donald", false],
    ]);
    expect(ballotsOf(election)).toEqual([
      "3: 1 3 4",
      "4: 1 3 2",
      "2: 4 1 3",
      "1: 2",
      "2: 2 4 3 1",
      "1: 3 4 2",
    ]);
  });

  it("may stand on one line", () => {
    const election = read('4 2 -2 3 1 3 4 0 1 2 0 0 "Adam" "Basil" "Charlotte" "Donald" "Title"');
    expect(ballotsOf(election)).toEqual(["3: 1 3 4", "1: 2"]);
    expect(election.candidates[1]?.withdrawn).toBe(true);
    expect(election.title).toBe("Title");
  });

  it("counts alike ballots once, several on a line or one over several", () => {
    expect(ballotsOf(read("2 1\n1 1 2 0 1 2 0\n2 1\n 2\n0 1 2 0\n0\nA\nB\n"))).toEqual(["3: 1 2", "2: 2"]);
  });

  it("may have a BOM, line ends of two characters, tabs, and none at its end", () => {
    const election = read("\ufeff2 1\r\n1\t1 2 0\r\n0\r\nAna\r\nBea\r\nTítulo");
    expect(ballotsOf(election)).toEqual(["1: 1 2"]);
    expect([election.title, ...election.candidates.map(({ name }) => name)]).toEqual([
      "Título",
      "Ana",
      "Bea",
    ]);
  });

  it("may have comments anywhere", () => {
    const election = read(
      '# the poll\n2 1 // head\n/* over\ntwo /* and */ 9 lines */ 1 1 0 # one\n1 /* in */ 2 0\n0#end\n"Ana # 1" # said\nBea // two\n/* x /* y\n*/ z */ "T"\n// end\n',
    );
    expect(ballotsOf(election)).toEqual(["1: 1", "1: 2"]);
    expect([election.title, ...election.candidates.map(({ name }) => name)]).toEqual(["T", "Ana # 1", "Bea"]);
  });

  it("may have names with quotation marks in any of the ways that are in use", () => {
    const names = [
      ['"A ""B"" C"', 'A "B" C'],
      ['"A \\"B\\" C"', 'A "B" C'],
      ['"A "B" C"', 'A "B" C'],
      ['"A "B""', 'A "B"'],
      ['"A ""B"""', 'A "B"'],
      ['"C:\\dir\\"', "C:\\dir\\"],
      ["O'Brien, Ann", "O'Brien, Ann"],
      ['Ann "Nan" Lee', 'Ann "Nan" Lee'],
      ['""', ""],
      ['" "', " "],
    ];
    for (const [inFile, name] of names)
      expect(read(`1 1\n1 1 0\n0\n${inFile}\n`).candidates[0]?.name).toBe(name);
  });

  it("may have ranks shared and passed over, options and nicknames", () => {
    const election = read(
      "3 1\n[tie 3 2 1]\n[nick ann bob cy] \n[droop arithmetic=fixed]\n1 ann - cy=bob 0\n1 2=3 0\n1 3=2 0\n0\nA\nB\nC\n",
    );
    expect(ballotsOf(election)).toEqual(["1: 1 2=3", "2: 2=3"]);
  });

  it("may have identifiers, before a weight of 1 or before the preferences, as one of its ballots shows", () => {
    const end = "0\nA\nB\nC\n";
    const weights = read(`3 1\n(A 17) 1 2 0\n(B) 1 1 3 0\n(C) 1 2 0\n1/2 3 0\n${end}`);
    expect(ballotsOf(weights)).toEqual(["0.5: 3", "2: 2", "1: 1 3"]);
    const preferences = read(`3 1\n(A 17) 1 2 0\n(B) 3 0 ( C ) 1 2 0\n(D)\n1 2=3\n0\n${end}`);
    expect(ballotsOf(preferences)).toEqual(["2: 1 2", "1: 3", "1: 1 2=3"]);
    expect(faultOf(`3 1\n(A) 1 2 0\n(B) 1 3 0\n${end}`)).toEqual({ reason: "identifiersAmbiguous", line: 3 });
    expect(faultOf(`3 1\n(A) 1 1 0\n(B) 2 3 0\n${end}`)).toEqual({ reason: "identifiedWeight", line: 3 });
    expect(faultOf(`3 1\n(A) 2 1 0\n(B) 1 1 3 0\n${end}`)).toEqual({ reason: "candidateTwice", line: 3 });
    expect(faultOf(`3 1\n(A) 1 2 2 0\n${end}`)).toEqual({ reason: "candidateTwice", line: 2 });
  });

  it("may have weights with a decimal or a fraction, which are kept exactly", () => {
    const election = read("2 1\n1 1 0\n1.5 1 0\n2/3 2 0\n3 2 0\n0.25 1 0\n0\nA\nB\n");
    expect(election.ballots.weightUnit).toBe(12);
    expect(Array.from(election.ballots.weights)).toEqual([33, 44]);
    expect(election.ballots.totalWeight).toBe(77);
  });

  it("keeps empty ballots, which the method counts or not", () => {
    expect(ballotsOf(read("2 1\n3 0\n1 2 0\n1 - 0\n0\nA\nB\n"))).toEqual(["4: ", "1: 2"]);
  });

  it("is the same whatever the pieces in which it comes", () => {
    const text = '\ufeff3 2\n-3\n2 1 2 0 /* a\nb */ 1.5 2=1 0\n0\n"Ánà ""x"""\nBeé\n"Ç"\n"Título"';
    const whole = read(text);
    for (const size of [1, 2, 3, 7, 64]) {
      const reader = new BltReader();
      const bytes = bytesOf(text);
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size));
      expect(reader.finish()).toEqual(whole);
    }
  });
});

describe("what a BLT file is refused for", () => {
  const faults: [reason: string, line: number | null, text: string | Uint8Array][] = [
    ["fileEmpty", 1, ""],
    ["headMalformed", 1, "a 2\n"],
    ["headMalformed", 1, "2 x\n"],
    ["headMalformed", 2, "2\n"],
    ["noCandidates", 1, '0 2\n0\n"T"\n'],
    ["noSeats", 1, "2 0\n1 1 0\n0\nA\nB\n"],
    ["tooManyCandidates", 1, "100001 1\n"],
    ["tooManySeats", 1, "2 3\n1 1 0\n0\nA\nB\n"],
    ["tooManySeats", 1, "3 2\n-1 -2\n1 3 0\n0\nA\nB\nC\n"],
    ["unknownCandidate", 2, "3 2\n-4\n1 1 0\n0\nA\nB\nC\n"],
    ["unknownCandidate", 3, "2 1\n1 1 0\n1 2 3 0\n0\nA\nB\n"],
    ["unknownCandidate", 2, "2 1\n1 1=9 0\n0\nA\nB\n"],
    ["candidateTwice", 3, "2 1\n1 1 0\n1 2 1 2 0\n0\nA\nB\n"],
    ["candidateTwice", 2, "3 1\n1 2=2 0\n0\nA\nB\nC\n"],
    ["candidateTwice", 2, "3 1\n1 2 1=2 0\n0\nA\nB\nC\n"],
    ["preferenceMalformed", 2, "2 1\n1 1 x 0\n0\nA\nB\n"],
    ["preferenceMalformed", 2, "2 1\n1 1= 0\n0\nA\nB\n"],
    ["preferenceMalformed", 2, "2 1\n1 -2 0\n0\nA\nB\n"],
    ["preferenceMalformed", 2, "2 1\n1 1.5 0\n0\nA\nB\n"],
    ["weightMalformed", 2, "2 1\nx 1 0\n0\nA\nB\n"],
    ["weightMalformed", 2, "2 1\n1e3 1 0\n0\nA\nB\n"],
    ["weightNegative", 2, "2 1\n-1 2 0\n0\nA\nB\n"],
    ["weightNegative", 3, "2 1\n1 1 0\n-1 2 0\n0\nA\nB\n"],
    ["weightZero", 3, "2 1\n1 1 0\n0 2 0\n0\nA\nB\n"],
    ["weightZero", 2, "2 1\n0.0 2 0\n0\nA\nB\n"],
    ["weightTooFine", 2, "2 1\n1/1000000007 2 0\n0\nA\nB\n"],
    ["weightsTooLarge", 3, "2 1\n9007199254740991 1 0\n1 2 0\n0\nA\nB\n"],
    ["weightsTooLarge", 3, "2 1\n9007199254740991 1 0\n1/2 2 0\n0\nA\nB\n"],
    ["weightsTooLarge", 2, "2 1\n9007199254740993 1 0\n0\nA\nB\n"],
    ["identifierMalformed", 2, "2 1\n(A 1 1 0\n0\nA\nB\n"],
    ["optionUnknown", 2, "2 1\n[x]\n1 1 0\n0\nA\nB\n"],
    ["optionNotClosed", 2, "2 1\n[tie 2 1\n1 1 0\n0\nA\nB\n"],
    ["nicknamesMalformed", 2, "2 1\n[nick a]\n1 1 0\n0\nA\nB\n"],
    ["nicknamesMalformed", 2, "2 1\n[nick a a]\n1 1 0\n0\nA\nB\n"],
    ["endMissing", 3, '2 1\n1 1 0\n"A"\n"B"\n'],
    ["endMissing", 3, '2 1\n1 1\n"A"\n"B"\n'],
    ["endMissing", 3, "2 1\n1 1 0\n"],
    ["endMissing", 2, "2 1\n"],
    ["noBallots", 2, "2 1\n0\nA\nB\n"],
    ["namesMissing", 5, "2 1\n1 1 0\n0\nA\n"],
    ["tooManyNames", 7, "2 1\n1 1 0\n0\nA\nB\nT\nU\n"],
    ["nameNotClosed", 4, '2 1\n1 1 0\n0\n"A\nB\n'],
    ["nameTooLong", 4, `2 1\n1 1 0\n0\n${"A".repeat(1001)}\nB\n`],
    ["controlCharacter", 4, "2 1\n1 1 0\n0\nA\u0007\nB\n"],
    ["commentNotClosed", 4, "2 1\n1 1 0 /* x\n0\nA\nB\n".slice(0, 17)],
    ["nulByte", 2, "2 1\n1 1\0 0\n0\nA\nB\n"],
    ["notUtf8", 4, Uint8Array.of(...bytesOf("2 1\n1 1 0\n0\n"), 0xe9, 10)],
    ["lineTooLong", 1, new Uint8Array(LONGEST_LINE + 1).fill(0x20)],
  ];
  it.each(faults)("%s, on line %s", (reason, line, text) => {
    expect(faultOf(text)).toEqual({ reason, line });
  });
});

describe("any election", () => {
  const name = fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => !/\p{Cc}/u.test(text));
  const ballot = fc.tuple(
    fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 5 }),
    fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    fc.tuple(fc.integer({ min: 1, max: 50 }), fc.constantFrom(1, 1, 1, 2, 3, 10)),
  );
  const election = fc.record({
    names: fc.array(name, { minLength: 5, maxLength: 5 }),
    title: fc.option(name),
    withdrawn: fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 3 }),
    cast: fc.array(ballot, { minLength: 1, maxLength: 20 }),
  });

  it("is written and read back as it was", () => {
    fc.assert(
      fc.property(election, ({ names, title, withdrawn, cast }) => {
        const lines = cast.map(([order, tied, [above, below]]) => {
          const ranks = order.map((one, at) => `${at > 0 && tied[at] ? "=" : " "}${one + 1}`).join("");
          return `${above}/${below}${ranks} 0`;
        });
        const plain = read(
          `5 2\n${withdrawn.map((one) => `-${one + 1}`).join(" ")}\n${lines.join("\n")}\n0\nA\nB\nC\nD\nE\n`,
        );
        const candidates = plain.candidates.map((one, at) => ({ ...one, name: names[at] ?? "" }));
        const given: Election = { ...plain, title, candidates };
        const back = readBlt(writeBlt(given));
        expect(ballotsOf(back)).toEqual(ballotsOf(given));
        expect({ ...back, ballots: null }).toEqual({ ...given, ballots: null });
        expect(writeBlt(back)).toEqual(writeBlt(given));
      }),
    );
  });

  it("that a file cannot hold is refused by name", () => {
    const { ballots, ...plain } = read("1 1\n1 1 0\n0\nA\n");
    const broken = (reason: string, given: Election) =>
      expect(() => writeBlt(given)).toThrow(expect.objectContaining({ reason }));
    broken("seatsMissing", { ...plain, ballots, seats: null });
    broken("ballotsOfAnotherKind", { ...plain, ballots: { ...ballots, kind: "approval" } });
    broken("nameNotWritable", { ...plain, ballots, title: "a\nb" });
    broken("nameNotWritable", { ...plain, ballots, title: "\ud800" });
  });
});

describe("any bytes", () => {
  const piece = fc.constantFrom(
    "0",
    "1",
    "2",
    "3",
    "99",
    " ",
    "\n",
    "\r\n",
    "\t",
    '"',
    '""',
    "\\",
    "#",
    "//",
    "/*",
    "*/",
    "=",
    "-",
    "-1",

    "(",
    ")",
    "[",
    "]",
    "[nick",
    "a",
    "1.5",
    "3/2",
    "1 0\n",
    "1 2 0\n",
    "0\n",
    '"A"\n',
    "\0",
    "é",
    "\ufeff",
  );
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(piece, { maxLength: 80 }).map((pieces) => bytesOf(pieces.join(""))),
    fc.array(piece, { maxLength: 60 }).map((pieces) => bytesOf(`2 1\n1 1 0\n${pieces.join("")}`)),
    fc.array(piece, { maxLength: 60 }).map((pieces) => bytesOf(`2 1\n1 1 0\n0\n${pieces.join("")}`)),
  );
  it("are an election or a fault, the same in one piece and in many", () => {
    const outcome = (bytes: Uint8Array, size: number): unknown => {
      const reader = new BltReader();
      try {
        for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size));
        return reader.finish();
      } catch (fault) {
        if (!(fault instanceof BallotFault)) throw fault;
        return `${fault.line} ${fault.reason}`;
      }
    };
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 9 }), (bytes, size) => {
        expect(outcome(bytes, size)).toEqual(outcome(bytes, 1 << 20));
      }),
      { numRuns: 3000 },
    );
  });

  it("of a long line with many marks are read in time that grows with them", () => {
    const marks = '" \\" "" '.repeat(100_000);
    const began = performance.now();
    expect(() => read(`1 1\n1 1 0\n0\n${marks}\n`)).toThrow(BallotFault);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

const cases = projectFile("..", "shared", "cases", "tally");
if (!existsSync(cases))
  process.stdout.write("skipped: the wards' ballots are not beside the project (../shared)\n");
describe.skipIf(!existsSync(cases))("published wards", () => {
  const files = existsSync(cases) ? readdirSync(cases).filter((file) => file.endsWith(".blt")) : [];
  it.each(files)("%s is written back byte for byte", (file) => {
    const bytes = readFileSync(`${cases}/${file}`);
    expect(Buffer.compare(writeBlt(readBlt(bytes)), bytes)).toBe(0);
  });
});
