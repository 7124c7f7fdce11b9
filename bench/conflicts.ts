// `npm run bench:conflicts`: 500 amendments to a declaration of 120 paragraphs, 60 of them amendments to amendments: the
// words of each are located, all conflicts are found, and the voting order is made. Exits 1 when that takes over 2 s.
import { applyInPlace } from "../src/modules/congress/amendment-operations.rules.ts";
import { locate, plainOperations } from "../src/modules/congress/carrying.rules.ts";
import { alternatives, type Contender, findConflicts } from "../src/modules/congress/conflicts.rules.ts";
import type { TextVersionBody } from "../src/modules/congress/text-model.ts";
import { votingOrder } from "../src/modules/congress/voting-order.rules.ts";
import { randomAmendments, randomFrom, randomText } from "../test/support/amendments.ts";

const MOST_MS = 2_000;
const TRIES = 5;

/** As they come from the database: without the places of their words. */
function located(text: TextVersionBody, given: readonly Contender[]): Contender[] {
  const parents = new Map(given.map((one) => [one.number, one]));
  return given.map((one) => {
    const parent = one.parent === null ? undefined : parents.get(one.parent);
    const left = parent && applyInPlace(text, parent.operations);
    return { ...one, operations: locate(left?.ok ? left.body : text, plainOperations(one.operations), "en") };
  });
}

let slowest = 0;
for (const words of [60, 150]) {
  const random = randomFrom(2019);
  const text = randomText(random, 120, words);
  const given = randomAmendments(random, text, 500, 60);
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const began = performance.now();
    const contenders = located(text, given);
    const placed = performance.now();
    const conflicts = findConflicts(text, contenders);
    const found = performance.now();
    const turns = votingOrder({ body: text, language: "en", contenders, conflicts });
    const ended = performance.now();
    slowest = Math.max(slowest, ended - began);
    const ms = (from: number, to: number) => `${(to - from).toFixed(0)} ms`;
    console.log(
      `${words} words a paragraph: ${conflicts.length} conflicts, ${alternatives(conflicts).length} groups, ` +
        `${turns.length} turns; words located in ${ms(began, placed)}, conflicts ${ms(placed, found)}, order ${ms(found, ended)}`,
    );
  }
}
if (slowest > MOST_MS) {
  console.error(`the slowest took ${slowest.toFixed(0)} ms, which is over ${MOST_MS}`);
  process.exitCode = 1;
}
