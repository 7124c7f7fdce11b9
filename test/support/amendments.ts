// Random texts and amendments to them, of every kind, for properties and for measuring.
import fc from "fast-check";
import { applyOperations, type Operation } from "../../src/modules/congress/amendment-operations.rules.ts";
import { type LocatedOperation, locate } from "../../src/modules/congress/carrying.rules.ts";
import type { Contender } from "../../src/modules/congress/conflicts.rules.ts";
import {
  secondaryAmendmentsStayWithin,
  takeUp,
} from "../../src/modules/congress/secondary-amendments.rules.ts";
import type { Paragraph, ParagraphId, TextVersionBody } from "../../src/modules/congress/text-model.ts";

const WORDS =
  "land water seeds assembly commune bread council river people every shared kept region work school healing of and the to in for with".split(
    " ",
  );

/** The same numbers in [0, 1) for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;
const below = (random: Random, most: number) => Math.floor(random() * most);
const pick = <Item>(random: Random, items: readonly Item[]) => items[below(random, items.length)] as Item;

function sentence(random: Random, words: number): string {
  return `${Array.from({ length: words }, () => pick(random, WORDS)).join(" ")}.`;
}

function paragraph(random: Random, id: string, words: number): Paragraph {
  return { id: id as ParagraphId, kind: "paragraph", level: 0, marker: null, text: sentence(random, words) };
}

export function randomText(random: Random, paragraphs: number, words: number): Paragraph[] {
  return Array.from({ length: paragraphs }, (_, at) => paragraph(random, `p${at}`, words));
}

/** The same text with some of its words put otherwise: replaced, left out or added in up to `most` places. */
function reworded(random: Random, text: string, most: number): string {
  const words = text.split(" ");
  for (let places = 1 + below(random, most); places > 0; places -= 1) {
    const at = below(random, words.length);
    const turn = random();
    if (turn < 0.5) words[at] = sentence(random, 1).slice(0, -1).toUpperCase() + below(random, 9);
    else if (turn < 0.75) words.splice(at, 0, `new${below(random, 99)}`);
    else if (words.length > 2) words.splice(at, 1);
  }
  return words.join(" ");
}

/** One operation on paragraphs among `ids`; what it puts in is named after `name`. */
function operation(
  random: Random,
  body: TextVersionBody,
  ids: readonly ParagraphId[],
  name: string,
): Operation {
  const id = pick(random, ids);
  const turn = random();
  if (turn < 0.6) {
    const before = body.find((one) => one.id === id)?.text ?? "";
    return { op: "replace", paragraphId: id, text: reworded(random, before, 2) };
  }
  if (turn < 0.75) return { op: "delete", paragraphId: id };
  if (turn < 0.85) return { op: "move", paragraphId: id, afterId: random() < 0.1 ? null : pick(random, ids) };
  const paragraphs = Array.from({ length: 1 + below(random, 2) }, (_, at) =>
    paragraph(random, `${name}-${at}`, 6),
  );
  return { op: "insertAfter", afterId: random() < 0.1 ? null : id, paragraphs };
}

/** An amendment that fits `body`, to paragraphs among `ids`. */
export function randomOperations(
  random: Random,
  body: TextVersionBody,
  name: string,
  ids = body.map((one) => one.id),
): LocatedOperation[] {
  for (;;) {
    const count = random() < 0.7 ? 1 : 2 + below(random, 2);
    const operations = Array.from({ length: count }, (_, at) =>
      operation(random, body, ids, `${name}.${at}`),
    );
    if (applyOperations(body, operations).ok) return locate(body, operations);
  }
}

/** Up to `total` amendments, of which `secondary` amend one of the others. */
export function randomAmendments(
  random: Random,
  body: TextVersionBody,
  total: number,
  secondary: number,
): Contender[] {
  const primaries: Contender[] = Array.from({ length: total - secondary }, (_, at) => {
    return { number: at + 1, parent: null, operations: randomOperations(random, body, `n${at + 1}`) };
  });
  const all = [...primaries];
  // Those that only take out or move open nothing to be amended.
  for (let tries = 0; tries < 20 * total && all.length < total; tries += 1) {
    const parent = pick(random, primaries);
    const operations = secondaryTo(random, body, parent, `n${all.length + 1}`);
    if (operations) all.push({ number: all.length + 1, parent: parent.number, operations });
  }
  return all;
}

function secondaryTo(
  random: Random,
  body: TextVersionBody,
  parent: Contender,
  name: string,
): LocatedOperation[] | undefined {
  const result = applyOperations(body, parent.operations);
  const own = parent.operations.flatMap((one) =>
    one.op === "replace"
      ? [one.paragraphId]
      : one.op === "insertAfter"
        ? one.paragraphs.map(({ id }) => id)
        : [],
  );
  if (!result.ok || own.length === 0) return undefined;
  for (let tries = 0; tries < 20; tries += 1) {
    const operations = randomOperations(random, result.body, name, own);
    const within = secondaryAmendmentsStayWithin(parent.operations, operations).ok;
    if (within && takeUp(body, parent.operations, operations).ok) return operations;
  }
  return undefined;
}

/** For properties: everything random in one follows from its seed. */
export const anySeed = fc.nat(2 ** 31);
