// Files of obligations: what is read of good ones, however they are cut and quoted, and every fault by its name and line.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ObligationsRefused } from "./obligations-fault.ts";
import { ObligationsReader, readObligations } from "./obligations-file.ts";

const encode = (text: string) => new TextEncoder().encode(text);

type Row = { readonly debtor: string; readonly creditor: string; readonly amount: number };

function rowsOf(text: string | Uint8Array): Row[] {
  const { obligations, names } = readObligations(typeof text === "string" ? encode(text) : text);
  return [...obligations.amount].map((amount, row) => ({
    debtor: names[obligations.debtor[row]!]!,
    creditor: names[obligations.creditor[row]!]!,
    amount,
  }));
}

/** The faults of a file as `line reason`. */
function faultsOf(text: string | Uint8Array): string[] {
  try {
    readObligations(typeof text === "string" ? encode(text) : text);
    return [];
  } catch (error) {
    if (!(error instanceof ObligationsRefused)) throw error;
    return error.faults.map(({ line, reason }) => `${line} ${reason}`);
  }
}

const inFile = (...rows: string[]) => faultsOf(`debtor,creditor,amount\n${rows.join("\n")}`);

describe("a file of obligations", () => {
  it("is read with its names in the order met, parallel rows and the line of each", () => {
    const text = "debtor,creditor,amount\nAna,Bruno,5\n\nBruno,Ana,3\nAna,Bruno,9007199254740991\n";
    const { obligations, names, lines } = readObligations(encode(text));
    expect(names).toEqual(["Ana", "Bruno"]);
    expect(obligations.parties).toBe(2);
    expect([...obligations.debtor]).toEqual([0, 1, 0]);
    expect([...obligations.creditor]).toEqual([1, 0, 1]);
    expect([...obligations.amount]).toEqual([5, 3, 9007199254740991]);
    expect([...lines]).toEqual([2, 4, 5]);
  });

  it("may have its columns in another order, a byte order mark, CRLF, no last line end, and no row at all", () => {
    expect(rowsOf("\uFEFFamount,creditor,debtor\r\n007,Bê,Ωmega\r\n2,Ωmega,Bê")).toEqual([
      { debtor: "Ωmega", creditor: "Bê", amount: 7 },
      { debtor: "Bê", creditor: "Ωmega", amount: 2 },
    ]);
    expect(rowsOf('\uFEFF"debtor",creditor,amount')).toEqual([]);
  });

  it("tells names apart byte by byte, also ones that look alike or are names of JavaScript", () => {
    const text = "debtor,creditor,amount\ne\u0301,é,1\n__proto__,constructor,2\n a,a,3\n";
    expect(readObligations(encode(text)).names).toEqual([
      "e\u0301",
      "é",
      "__proto__",
      "constructor",
      " a",
      "a",
    ]);
  });

  it("gives the line on which a row begins where quoted names go on over several", () => {
    const text = 'debtor,creditor,amount\n"A\n""x"", the\nfirst",B,"4"\nB,C,5\n';
    const { names, lines } = readObligations(encode(text));
    expect(names).toEqual(['A\n"x", the\nfirst', "B", "C"]);
    expect([...lines]).toEqual([2, 5]);
  });

  it("comes back as it was written, wherever it is cut into pieces", () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 6, unit: "grapheme" }),
      fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('"', ",", "\n", "\r", "a", "é") }),
    );
    const row = fc
      .record({ debtor: name, creditor: name, amount: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }) })
      .filter(({ debtor, creditor }) => debtor !== creditor);
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(row), fc.array(fc.nat(40)), fc.boolean(), (rows, cuts, crlf) => {
        const end = crlf ? "\r\n" : "\n";
        const lines = rows.map((one) => [quoted(one.debtor), quoted(one.creditor), one.amount].join(","));
        const bytes = encode(["debtor,creditor,amount", ...lines, ""].join(end));
        const reader = new ObligationsReader();
        let at = 0;
        for (const cut of cuts) {
          reader.push(bytes.slice(at, at + cut));
          at += cut;
        }
        reader.push(bytes.slice(at));
        const inPieces = reader.finish();
        expect(inPieces).toEqual(readObligations(bytes));
        expect(rowsOf(bytes)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });
});

describe("names that were chosen to lie in one place", () => {
  it("are told apart like any others", () => {
    const hashOf = (name: string) => {
      let hash = 0x811c9dc5;
      for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
      return hash ^ (hash >>> 15);
    };
    const alike: string[] = [];
    for (let at = 0; alike.length < 300; at++) {
      const name = at.toString(36);
      if ((hashOf(name) & 0xfff) === 7) alike.push(name);
    }
    const others = ["é", "ü", "z z", ...alike.slice(0, 100)];
    const rows = [...alike, ...others].map((name, at) => ({
      debtor: name,
      creditor: "somebody",
      amount: at + 1,
    }));
    const lines = rows.map(({ debtor, creditor, amount }) => `${debtor},${creditor},${amount}`);
    expect(rowsOf(`debtor,creditor,amount\n${lines.join("\n")}`)).toEqual(rows);
    expect(inFile(...lines, "\ud800,A,0").length).toBe(1);
  });
});

describe("what is wrong with a file of obligations", () => {
  it("is told row by row, each by its name", () => {
    expect(
      inFile(
        "A,B,0",
        "A,B,-4",
        "A,B,1.5",
        'A,B,"1,5"',
        "A,B,9007199254740992",
        "A,B,9223372036854775808",
        "A,B,ten",
        "A,B,1e3",
        "A,B,",
        "A,B",
        "A,B,1,2",
        ",B,1",
        'A,"",1',
        "A,A,1",
        'A,B"C,1',
        'A,"B"C,1',
        "A\rB,C,1",
        "A,B,-0",
        "A,B,1",
      ),
    ).toEqual([
      "2 amountZero",
      "3 amountNegative",
      "4 amountFractional",
      "5 amountFractional",
      "6 amountTooLarge",
      "7 amountTooLarge",
      "8 amountNotNumber",
      "9 amountNotNumber",
      "10 amountEmpty",
      "11 fieldsMissing",
      "12 fieldsTooMany",
      "13 nameEmpty",
      "14 nameEmpty",
      "15 selfDebt",
      "16 quoteMisplaced",
      "17 quoteMisplaced",
      "18 lineEndUnclear",
      "19 amountZero",
    ]);
  });

  it("is told of the head, without which nothing is read", () => {
    expect(faultsOf("")).toEqual(["1 fileEmpty"]);
    expect(faultsOf("\n\r\n")).toEqual(["1 fileEmpty"]);
    expect(faultsOf("debtor,creditor\nA,B,0")).toEqual(["1 columnMissing"]);
    expect(faultsOf("debtor;creditor;amount\nA;B;1")[0]).toBe("1 columnUnknown");
    expect(faultsOf("debtor,creditor,amount,due\nA,B,0")).toEqual(["1 columnUnknown"]);
    expect(faultsOf("debtor,creditor,amount,amount\nA,B,0")).toEqual(["1 columnTwice"]);
    expect(faultsOf("debtor,creditor,amount\rA,B,1\r")).toEqual(["1 lineEndUnclear"]);
  });

  it("is a name or an amount that is not UTF-8", () => {
    const bytes = [
      ...encode("debtor,creditor,amount\nA,"),
      0xff,
      ...encode(",1\nA,B,"),
      0xc3,
      ...encode("\n"),
    ];
    expect(faultsOf(Uint8Array.from(bytes))).toEqual(["2 notUtf8", "3 notUtf8"]);
    expect(faultsOf(Uint8Array.of(0xff, 0xfe, 0x64, 0, 10))).toEqual(expect.arrayContaining(["1 notUtf8"]));
  });

  it("is a quotation mark that is never closed, by the line where it stands, or a row without an end", () => {
    expect(inFile("A,B,0", 'A,"B,1', "C,D,1")).toEqual(["2 amountZero", "3 quoteNotClosed"]);
    expect(inFile(`A,"B,1\n${"C,D,1\n".repeat(20_000)}`)).toEqual(["2 quoteNotClosed"]);
    expect(inFile(`A,${"B".repeat(100_000)},1`)).toEqual(["2 rowTooLong"]);
    expect(inFile(`A,${"B".repeat(65_000)},1`)).toEqual([]);
  });

  it("is counted where there are more than a hundred", () => {
    const text = `debtor,creditor,amount\n${"A,B,0\n".repeat(150)}`;
    expect(() => readObligations(encode(text))).toThrow(
      expect.objectContaining({ more: 50, faults: expect.objectContaining({ length: 100 }) }),
    );
  });

  it("does not depend on where the bytes are cut", () => {
    const part = fc.constantFrom("A", "B", ",", "1", "\n", "\r", '"', "\r\n", "A,B,1\n", '"x",', "é");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.nat(60), (parts, cut) => {
        const bytes = encode(`debtor,creditor,amount\n${parts.join("")}`);
        const reader = new ObligationsReader();
        const told: string[] = [];
        for (let at = 0; at < bytes.length; at += cut + 1) reader.push(bytes.slice(at, at + cut + 1));
        try {
          reader.finish();
        } catch (error) {
          if (!(error instanceof ObligationsRefused)) throw error;
          told.push(...error.faults.map(({ line, reason }) => `${line} ${reason}`));
        }
        expect(told).toEqual(faultsOf(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it("is exactly three rows of a million, and quickly", () => {
    const rows = Array.from(
      { length: 1_000_000 },
      (_, row) => `c${row % 9973},c${9973 + (row % 7919)},${row + 1}`,
    );
    rows[9] = "c1,c2,0";
    rows[499_999] = "c1,c1,7";
    rows[999_999] = "c1,c2,9223372036854775808";
    expect(inFile(rows.join("\n"))).toEqual(["11 amountZero", "500001 selfDebt", "1000001 amountTooLarge"]);
  });
});
