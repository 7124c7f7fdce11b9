import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { treeFaults, type TreeRow } from "./organization-import.tree.ts";

/** `a<b` is a below b; a line a row; `!` marks one that is bad for another reason. */
function rows(text: string): TreeRow[] {
  return text.split(" ").map((word, at) => {
    const [key = "", parent] = word.replace("!", "").split("<");
    return { line: at + 2, key, parent: parent ?? null, bad: word.endsWith("!") };
  });
}

const known = (text: string) =>
  new Map(
    text
      .split(" ")
      .filter(Boolean)
      .map((word) => word.split("<"))
      .map(([key = "", parent]) => [key, parent ?? null]),
  );
const faults = (text: string, node = "", skipBad = false) =>
  treeFaults(rows(text), known(node), skipBad)
    .map((fault) => `${fault.line} ${fault.rule}`)
    .sort();

describe("the tree of a file", () => {
  it("holds with parents before, after and on the node", () => {
    expect(faults("a b<a c<d d<a e<n", "n")).toEqual([]);
  });

  it("names unknown parents", () => {
    expect(faults("a<x b<a")).toEqual(["2 parentUnknown"]);
  });

  it("names an id that comes twice at its second line", () => {
    expect(faults("a b a<b a")).toEqual(["4 externalIdTwice", "5 externalIdTwice"]);
  });

  it("names the rows of a cycle, and not those below it", () => {
    expect(faults("a<c b<a c<b d<c e<d f<f")).toEqual([
      "2 treeHasCycle",
      "3 treeHasCycle",
      "4 treeHasCycle",
      "7 treeHasCycle",
    ]);
  });

  it("finds a cycle that only the node closes", () => {
    expect(faults("top<low", "low<mid mid<top top")).toEqual(["2 treeHasCycle"]);
  });

  it("finds no cycle where the file takes the node's tree apart", () => {
    expect(faults("mid top<mid", "low<mid mid<top top")).toEqual([]);
  });

  it("counts levels through the node, up and down", () => {
    const chain = Array.from({ length: 12 }, (_, at) => (at === 0 ? "l1" : `l${at + 1}<l${at}`));
    expect(faults(chain.join(" "))).toEqual([]);
    expect(faults(`${chain.join(" ")} l13<l12`)).toEqual(["14 treeTooDeep"]);
    expect(faults("x<l12", chain.join(" "))).toEqual(["2 treeTooDeep"]);
    // The moved one takes its own tree down with it.
    expect(faults("l1<above", `${chain.join(" ")} above`)).toEqual(["2 treeTooDeep"]);
  });

  it("tells only the cause unless bad rows are skipped", () => {
    expect(faults("a! b<a c<b")).toEqual([]);
    expect(faults("a! b<a c<b d", "", true)).toEqual(["3 parentSkipped", "4 parentSkipped"]);
    expect(faults("a<x b<a", "", true)).toEqual(["2 parentUnknown", "3 parentSkipped"]);
    expect(faults("a<b b<a c<b", "", true)).toEqual(["2 treeHasCycle", "3 treeHasCycle", "4 parentSkipped"]);
  });

  it("finds a cycle that appears because a row was skipped", () => {
    // The row of b, which would have taken it from under a, is bad: a below c then ends below itself.
    expect(faults("a<c b!", "a b<a c<b", false)).toEqual([]);
    expect(faults("a<c b!", "a b<a c<b", true)).toEqual(["2 treeHasCycle"]);
  });

  it("takes a chain of a hundred thousand rows", () => {
    const chain = Array.from({ length: 100_000 }, (_, at): TreeRow => ({
      line: at + 2,
      key: String(at),
      parent: at === 0 ? null : String(at - 1),
      bad: false,
    }));
    expect(treeFaults(chain, new Map(), false)).toHaveLength(100_000 - 12);
  });

  it("leaves only trees, whatever the file and the node say", () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const row = fc.record({
      key: fc.constantFrom(...names),
      parent: fc.constantFrom(null, ...names),
      bad: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 10 }), fc.array(fc.nat(5), { maxLength: 6 }), (made, node) => {
        const tree = made.map((one, at) => ({ ...one, line: at + 2 }));
        // The node's own tree: each below one before it.
        const stands = new Map(
          node.map((above, at) => [names[at] as string, at === 0 ? null : (names[above % at] as string)]),
        );
        const out = new Set(treeFaults(tree, stands, true).map((fault) => fault.line));
        const after = new Map(stands);
        for (const one of tree) if (!out.has(one.line) && !one.bad) after.set(one.key, one.parent);
        for (const start of after.keys()) {
          let steps = 0;
          for (let at: string | null = start; at !== null; at = after.get(at) ?? null) {
            expect(after.has(at)).toBe(true);
            expect(++steps).toBeLessThanOrEqual(12);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
