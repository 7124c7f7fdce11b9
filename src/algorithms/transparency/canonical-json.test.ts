import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalHash, canonicalJson, JSON_DEPTH } from "./canonical-json.ts";

const written = (value: unknown) => Buffer.from(canonicalJson(value)).toString("utf8");
const refused = (reason: string, facts: object = {}) =>
  expect.objectContaining({ name: "TransparencyError", reason, facts: expect.objectContaining(facts) });
const refusal = (value: unknown) => {
  try {
    return written(value);
  } catch (error) {
    return error;
  }
};

describe("canonical JSON", () => {
  it("writes the example of RFC 8785 §3.2.2 as §3.2.3 does", () => {
    const value: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(written(value)).toBe(
      `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        `"string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}`,
    );
  });

  it("sorts names by UTF-16 code units, as in RFC 8785 §3.2.3", () => {
    const names = ["\u20ac", "\r", "\ufb33", "1", "\u{1f600}", "\u0080", "\u00f6"];
    const value = Object.fromEntries(names.map((name) => [name, 0]));
    expect(Object.keys(JSON.parse(written(value)) as object)).toEqual([
      "1",
      "\r",
      "\u0080",
      "\u00f6",
      "\u20ac",
      "\u{1f600}",
      "\ufb33",
    ]);
    expect(written({ b: 1, a: { d: 1, c: 2 } })).toBe('{"a":{"c":2,"d":1},"b":1}');
  });

  // RFC 8785, Appendix B: the bits of the number (IEEE 754) and how it is written.
  it.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("writes the number %s as RFC 8785 does", (bits, written) => {
    const number = Buffer.from(bits, "hex").readDoubleBE(0);
    expect(Buffer.from(canonicalJson(number)).toString("utf8")).toBe(written);
  });

  it("writes no minus before zero", () => {
    expect(written([-0, 0])).toBe("[0,0]");
  });

  it("hashes the UTF-8 bytes", () => {
    expect(Buffer.from(canonicalHash({ n: "ñ" })).toString("hex")).toBe(
      createHash("sha256")
        .update(Buffer.from([0x7b, 0x22, 0x6e, 0x22, 0x3a, 0x22, 0xc3, 0xb1, 0x22, 0x7d]))
        .digest("hex"),
    );
  });

  it("reads back as what was written, and in one spelling whatever the order of names", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        // Lone surrogates are refused, and `-0` is written as `0`: neither is asked for here.
        const plain: unknown = JSON.parse(JSON.stringify(value).toWellFormed());
        fc.pre(!/\\ud[89a-f]/iu.test(JSON.stringify(plain)));
        expect(JSON.parse(written(plain))).toEqual(plain);
        expect(written(reversed(plain))).toBe(written(plain));
      }),
      { numRuns: 200 },
    );
  });

  it("refuses what JSON would leave out or change in silence, and says where", () => {
    expect(refusal(undefined)).toEqual(refused("valueNotJson", { pointer: "", type: "undefined" }));
    expect(refusal({ a: [{ "b/c": undefined }] })).toEqual(refused("valueNotJson", { pointer: "/a/0/b~1c" }));
    // oxlint-disable-next-line no-sparse-arrays -- the hole is what is tried
    expect(refusal([1, , 2])).toEqual(refused("valueNotJson", { pointer: "/1" }));
    expect(refusal({ f: () => 1 })).toEqual(refused("valueNotJson", { type: "function" }));
    expect(refusal(Symbol("s"))).toEqual(refused("valueNotJson", { type: "symbol" }));
    expect(refusal([1n])).toEqual(refused("valueNotJson", { pointer: "/0", type: "bigint" }));
    expect(refusal({ at: new Date(0) })).toEqual(refused("valueNotJson", { pointer: "/at" }));
    expect(refusal(new Map())).toEqual(refused("valueNotJson"));
    expect(refusal(Uint8Array.of(1))).toEqual(refused("valueNotJson"));
  });

  it("refuses numbers that are none", () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      expect(refusal({ n: value })).toEqual(refused("numberNotFinite", { pointer: "/n" }));
    }
  });

  it("refuses lone surrogates in texts and in names", () => {
    expect(refusal(["a\ud800"])).toEqual(refused("textNotWellFormed", { pointer: "/0" }));
    expect(refusal({ x: { "\udc00": 1 } })).toEqual(refused("textNotWellFormed", { pointer: "/x" }));
  });

  it("refuses a value that is too deep, or contains itself", () => {
    const nested = (depth: number) => {
      let value: unknown = 1;
      for (let at = 0; at < depth; at += 1) value = [value];
      return value;
    };
    expect(written(nested(JSON_DEPTH))).toBe(`${"[".repeat(JSON_DEPTH)}1${"]".repeat(JSON_DEPTH)}`);
    expect(refusal(nested(JSON_DEPTH + 1))).toEqual(refused("valueTooDeep"));
    const self: Record<string, unknown> = {};
    self["self"] = self;
    expect(refusal(self)).toEqual(refused("valueTooDeep"));
  });

  it("takes an object without a prototype", () => {
    expect(written(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  // Through JSON so that a member called `__proto__` stays a member.
  const members = Object.entries(value).reverse();
  return JSON.parse(
    `{${members.map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(reversed(member))}`).join(",")}}`,
  );
}
