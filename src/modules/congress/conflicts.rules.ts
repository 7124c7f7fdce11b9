// Which amendments to one text cannot both stand as they are, or make a different text in a different order. Pure.
// Invariant: of amendments between which no conflict is found, every order gives the same text, whichever of them are
// taken (conflicts.test.ts proves it on random ones). Secondary amendments are compared with those of the same parent: they
// are written against the text that it would leave.
import { type Edit, touching } from "#algorithms/text-diff";
import { applyInPlace } from "./amendment-operations.rules.ts";
import { type LocatedOperation, mergeEdits } from "./carrying.rules.ts";
import { liesInside, pairsLeavingNothing, placesIn } from "./taking-out.rules.ts";
import type { ParagraphId, TextVersionBody } from "./text-model.ts";

/** Whether, of two amendments in such a conflict, the adoption of one leaves nothing of the other to vote on. */
export const conflictKinds = {
  /** Both reword the same words of a paragraph. */
  sameWords: { excludes: true },
  /** One rewords a paragraph that the other takes out. */
  changedAndDeleted: { excludes: true },
  /** Both take out the same paragraph: with one of them it is done. */
  bothDelete: { excludes: true },
  /** One moves a paragraph that the other takes out. */
  movedAndDeleted: { excludes: true },
  /** Both move the same paragraph. */
  bothMove: { excludes: true },
  /** One puts something into a passage that the other takes out: nothing would be left around it. */
  passageGone: { excludes: true },
  /** Both put something in the same place: both may stand, and the order of their adoption decides which comes first. */
  samePlace: { excludes: false },
  /** One puts something after the last paragraph that the other takes out: it falls when the other is adopted first. */
  placeGone: { excludes: false },
  /** One puts something after a paragraph that the other moves: the order decides where it stands. */
  placeMoves: { excludes: false },
  /** Both take out, and nothing would be left of the text, or of what a parent puts in, with all such: the last one falls. */
  nothingLeft: { excludes: false },
  /** One amends the other: it is voted first, and falls with it. */
  secondary: { excludes: false },
} as const;
export type ConflictKind = keyof typeof conflictKinds;

export type Contender = {
  readonly number: number;
  /** The amendment that it amends; null for one to the text. */
  readonly parent: number | null;
  /** Against the text or, for a secondary amendment, against what its parent leaves of it. */
  readonly operations: readonly LocatedOperation[];
};

export type Conflict = {
  readonly kind: ConflictKind;
  /** The lower number first; for a secondary amendment, its parent first. */
  readonly between: readonly [number, number];
  /** Which operations of each, from 0; null where it is about the whole of it. */
  readonly operations: readonly [number, number] | null;
  /** The paragraph, or the one after which something goes; null for the start of the text, `nothingLeft` and `secondary`. */
  readonly paragraphId: ParagraphId | null;
  /** The first words of that paragraph that both touch, in code units; null where it is not about words. */
  readonly words: { readonly from: number; readonly to: number } | null;
};

/** Every conflict, in the order of the numbers of those who are in it. */
export function findConflicts(body: TextVersionBody, contenders: readonly Contender[]): Conflict[] {
  const conflicts: Conflict[] = [];
  const byNumber = new Map(contenders.map((one) => [one.number, one]));
  for (const [parent, siblings] of Map.groupBy(contenders, (one) => one.parent)) {
    const primary = parent === null ? undefined : byNumber.get(parent);
    const base = primary ? applyInPlace(body, primary.operations) : { ok: true as const, body };
    if (primary) for (const { number } of siblings) conflicts.push(secondaryOf(primary.number, number));
    if (!base.ok || siblings.length < 2) continue;
    conflicts.push(...among(base.body, siblings), ...leavingNothing(base.body, primary, siblings));
  }
  return conflicts.sort(
    (one, other) => one.between[0] - other.between[0] || one.between[1] - other.between[1],
  );
}

function secondaryOf(parent: number, number: number): Conflict {
  return { kind: "secondary", between: [parent, number], operations: null, paragraphId: null, words: null };
}

type Hold = { readonly by: Contender; readonly at: number; readonly operation: LocatedOperation };

/** Compares only those that name the same paragraph or place: most amendments are about others. */
function among(body: TextVersionBody, contenders: readonly Contender[]): Conflict[] {
  const texts = new Map(body.map(({ id, text }) => [id, text]));
  const holds = new Map<ParagraphId, Hold[]>();
  const places = new Map<ParagraphId | null, Hold[]>();
  const add = <Key>(to: Map<Key, Hold[]>, key: Key, hold: Hold) => {
    const there = to.get(key);
    if (there) there.push(hold);
    else to.set(key, [hold]);
  };
  for (const by of contenders) {
    for (const [at, operation] of by.operations.entries()) {
      if (operation.op !== "insertAfter") add(holds, operation.paragraphId, { by, at, operation });
      if (operation.op === "insertAfter" || operation.op === "move")
        add(places, operation.afterId, { by, at, operation });
    }
  }
  const found: Conflict[] = [];
  for (const [id, there] of holds)
    forEachPair(there, (one, other) => found.push(...onParagraph(id, texts.get(id) ?? "", one, other)));
  const lost = losing(body, contenders);
  for (const [id, there] of places) {
    forEachPair(there, (one, other) => found.push(conflict("samePlace", id, one, other)));
    const others = id === null ? lost.ofAll : (holds.get(id) ?? []);
    for (const hold of others) {
      const kind = lost.kindOf(id, hold);
      if (kind) for (const put of there) if (put.by !== hold.by) found.push(conflict(kind, id, put, hold));
    }
  }
  return found;
}

/** What becomes of a place where somebody puts something, by what others do there. */
function losing(body: TextVersionBody, contenders: readonly Contender[]) {
  const order = placesIn(body);
  const gone = new Map(contenders.map((one) => [one, goneBy(one)]));
  return {
    /** Those who take out the whole text. */
    ofAll: contenders.filter((one) => gone.get(one)?.size === body.length).flatMap(firstTakingOut),
    kindOf(id: ParagraphId | null, { by, operation }: Hold): ConflictKind | undefined {
      if (operation.op === "move") return "placeMoves";
      if (operation.op !== "delete") return undefined;
      return liesInside(body, order, id, gone.get(by) ?? new Set()) ? "passageGone" : "placeGone";
    },
  };
}

function goneBy({ operations }: Contender): Set<ParagraphId> {
  return new Set(operations.flatMap((one) => (one.op === "delete" ? [one.paragraphId] : [])));
}

/** By its first operation that takes out; none for those who take out nothing. */
function firstTakingOut(by: Contender): Hold[] {
  const at = by.operations.findIndex(({ op }) => op === "delete");
  const operation = by.operations[at];
  return operation ? [{ by, at, operation }] : [];
}

/** Those who together take out all of a text, or all that an amendment which only puts in puts into it. */
function leavingNothing(
  body: TextVersionBody,
  parent: Contender | undefined,
  contenders: readonly Contender[],
): Conflict[] {
  const own = parent ? onlyPutIn(parent.operations) : body;
  const takers = contenders
    .filter(({ operations }) => operations.every(({ op }) => op !== "insertAfter"))
    .flatMap(firstTakingOut);
  const pairs = pairsLeavingNothing(
    own.map(({ id }) => id),
    new Map(takers.map((one) => [one, goneBy(one.by)])),
  );
  const told = new Map(
    pairs.map(([one, other]) => {
      const found = conflict("nothingLeft", null, one, other);
      return [found.between.join(" "), found] as const;
    }),
  );
  return [...told.values()];
}

/** The paragraphs of an amendment that does nothing but put them in; none for any other. */
function onlyPutIn(operations: readonly LocatedOperation[]): TextVersionBody {
  const all = operations.map((one) => (one.op === "insertAfter" ? one.paragraphs : []));
  return all.some((paragraphs) => paragraphs.length === 0) ? [] : all.flat();
}

function forEachPair(holds: readonly Hold[], visit: (one: Hold, other: Hold) => void): void {
  for (const [at, one] of holds.entries())
    for (let next = at + 1; next < holds.length; next += 1) {
      const other = holds[next] as Hold;
      if (one.by !== other.by) visit(one, other);
    }
}

function onParagraph(id: ParagraphId, text: string, one: Hold, other: Hold): Conflict[] {
  const ours = one.operation;
  const theirs = other.operation;
  if (ours.op === "replace" && theirs.op === "replace") {
    if (mergeEdits(text, ours.edits, theirs.edits)) return [];
    const words = hullOf(touching(text, ours.edits, theirs.edits)) ?? { from: 0, to: text.length };
    return [conflict("sameWords", id, one, other, words)];
  }
  const kind = KINDS[[ours.op, theirs.op].sort().join(" ")];
  return kind ? [conflict(kind, id, one, other)] : [];
}

/** By the operations on one paragraph, in the order of the alphabet. To reword and to move goes together. */
const KINDS: Readonly<Record<string, ConflictKind>> = {
  "delete delete": "bothDelete",
  "delete replace": "changedAndDeleted",
  "delete move": "movedAndDeleted",
  "move move": "bothMove",
};

function hullOf(pair: readonly [Edit, Edit] | undefined): { from: number; to: number } | undefined {
  return pair && { from: Math.min(pair[0].from, pair[1].from), to: Math.max(pair[0].to, pair[1].to) };
}

function conflict(
  kind: ConflictKind,
  paragraphId: ParagraphId | null,
  one: Hold,
  other: Hold,
  words: Conflict["words"] = null,
): Conflict {
  const [first, second] = one.by.number < other.by.number ? [one, other] : [other, one];
  return {
    kind,
    between: [first.by.number, second.by.number],
    operations: [first.at, second.at],
    paragraphId,
    words,
  };
}

/**
 * Alternatives: amendments that exclude each other, directly or through others, each group in the order of its numbers and
 * the groups in the order of their first.
 */
export function alternatives(conflicts: readonly Conflict[]): number[][] {
  const groupOf = new Map<number, number[]>();
  for (const { kind, between } of conflicts) {
    if (!conflictKinds[kind].excludes) continue;
    const [one, other] = between.map((number) => groupOf.get(number) ?? [number]) as [number[], number[]];
    if (one === other) continue;
    const joined = [...one, ...other];
    for (const number of joined) groupOf.set(number, joined);
  }
  const groups = [...new Set(groupOf.values())].map((group) => group.toSorted((a, b) => a - b));
  return groups.sort((one, other) => (one[0] ?? 0) - (other[0] ?? 0));
}
