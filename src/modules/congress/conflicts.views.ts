// Conflicts, the order of votes and any chosen set of amendments put together, for pages and protocols.
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { applyInPlace, type OperationsRefused, touchedBy } from "./amendment-operations.rules.ts";
import { type AmendmentView, viewAmendment, viewChange } from "./amendment-view.rules.ts";
import { type OrganizationBrief, readOrganizations } from "./bearers.views.ts";
import { consolidate, type LocatedOperation } from "./carrying.rules.ts";
import { alternatives, type Conflict, conflictKinds, findConflicts } from "./conflicts.rules.ts";
import { type OpenAmendment, readOpenAmendments } from "./contenders.store.ts";
import { amendmentPath } from "./paths.ts";
import { takeUp } from "./secondary-amendments.rules.ts";
import type { ParagraphId, TextVersionBody } from "./text-model.ts";
import type { AmendmentState, CongressText, Edition } from "./types.ts";
import { type Turn, votingOrder, type VotingRules, votingRulesOfToday } from "./voting-order.rules.ts";
import { type ChairsOrder, findVotingOrder } from "./voting-order.store.ts";

export type OpenAmendmentView = {
  readonly number: number;
  readonly href: string;
  readonly title: Multilingual;
  readonly proposer: OrganizationBrief;
  readonly state: AmendmentState;
  readonly parent: number | null;
  /** What it would change now, as words. */
  readonly changes: AmendmentView | OperationsRefused;
  /** For each operation, the paragraphs that it writes, puts in, takes out or moves. */
  readonly touched: readonly (readonly ParagraphId[])[];
};

export type ConflictsView = {
  readonly version: number;
  readonly body: TextVersionBody;
  readonly amendments: ReadonlyMap<number, OpenAmendmentView>;
  readonly conflicts: readonly Conflict[];
  /** Groups that exclude each other; see `alternatives`. */
  readonly groups: readonly (readonly number[])[];
  /** Those that wait for a vote, in its order. */
  readonly turns: readonly Turn[];
  readonly chair: ChairsOrder | undefined;
  /** Those in force: the chair's, else those of the node. */
  readonly rules: VotingRules;
  /** Adopted ones, each with the open ones that it excludes: what the chair may settle without a vote. */
  readonly settling: readonly { readonly adopted: number; readonly rest: readonly number[] }[];
};

type Address = { readonly edition: Pick<Edition, "slug">; readonly text: CongressText };

/** Everything about the open amendments of a text at once; `only` leaves the words of all others out. */
export async function readConflicts(
  db: Db,
  { edition, text }: Address,
  only?: (number: number) => boolean,
): Promise<ConflictsView> {
  const { body, open } = await readOpenAmendments(db, text);
  const conflicts = findConflicts(body, open);
  const chair = await findVotingOrder(db, text.id);
  const rules = chair?.rules ?? votingRulesOfToday;
  const waiting = open.filter(({ amendment }) => amendment.state !== "adopted");
  const known = new Set(waiting.map((one) => one.number));
  const turns = votingOrder({
    body,
    language: text.language,
    contenders: waiting,
    conflicts: conflicts.filter(({ between }) => between.every((number) => known.has(number))),
    chair: chair?.numbers ?? [],
    rules,
  });
  const organizations = await readOrganizations(
    db,
    open.map((one) => one.amendment.organizationId),
  );
  const shown = open.filter(({ number }) => !only || only(number));
  return {
    version: text.lastVersion,
    body,
    amendments: new Map(
      shown.map((one) => [
        one.number,
        {
          number: one.number,
          href: amendmentPath(edition.slug, text.slug, one.number),
          title: one.amendment.title,
          proposer: organizations.of(one.amendment.organizationId),
          state: one.amendment.state,
          parent: one.parent,
          changes: viewOf(one, open, body, text.language),
          touched: one.operations.map(touchedBy),
        },
      ]),
    ),
    conflicts,
    groups: alternatives(conflicts),
    turns,
    chair,
    rules,
    settling: rules.afterAdoption === "rest_falls" ? settlingOf(open, conflicts) : [],
  };
}

function viewOf(
  one: OpenAmendment,
  open: readonly OpenAmendment[],
  body: TextVersionBody,
  language: string,
): AmendmentView | OperationsRefused {
  const parent = open.find((other) => other.number === one.parent);
  const left = parent ? applyInPlace(body, parent.operations) : { ok: true as const, body };
  return left.ok ? viewAmendment(left.body, one.operations, language) : left;
}

function settlingOf(open: readonly OpenAmendment[], conflicts: readonly Conflict[]) {
  const adopted = open.filter(({ amendment }) => amendment.state === "adopted");
  const mayEnd = new Set(
    open
      .filter(({ amendment: { state } }) => state === "proposed" || state === "quorum_not_reached")
      .map((one) => one.number),
  );
  return adopted.flatMap(({ number }) => {
    const rest = conflicts
      .filter(({ kind, between }) => conflictKinds[kind].excludes && between.includes(number))
      .flatMap(({ between }) => between.filter((other) => mayEnd.has(other)));
    return rest.length > 0 ? [{ adopted: number, rest: [...new Set(rest)] }] : [];
  });
}

export type ConsolidatedPreview = {
  readonly version: number;
  readonly language: string;
  /** The text with all that were taken, against the version; undefined where nothing was chosen or could be taken. */
  readonly changes: AmendmentView | undefined;
  readonly taken: readonly number[];
  readonly left: readonly { readonly number: number; readonly why: OperationsRefused }[];
  /** Among the chosen. */
  readonly conflicts: readonly Conflict[];
};

/**
 * The text as it would read with a set of its open amendments, taken in the order of the votes; secondary ones are taken
 * up by their parents, where those are chosen too.
 */
export async function previewConsolidated(
  db: Db,
  { text }: Address,
  numbers: readonly number[],
): Promise<ConsolidatedPreview> {
  const { body, open } = await readOpenAmendments(db, text);
  const chosen = open.filter(
    ({ number, parent }) => numbers.includes(number) && (parent === null || numbers.includes(parent)),
  );
  const conflicts = findConflicts(body, chosen);
  const decided = await findVotingOrder(db, text.id);
  const turns = votingOrder({
    body,
    language: text.language,
    contenders: chosen,
    conflicts,
    chair: decided?.numbers ?? [],
    rules: decided?.rules ?? votingRulesOfToday,
  });
  const left: ConsolidatedPreview["left"][number][] = [];
  const taken: number[] = [];
  const primaries = turns
    .filter(({ parent }) => parent === null)
    .flatMap(({ number }) => {
      const one = chosen.find((other) => other.number === number);
      if (!one) return [];
      return [
        { key: number, operations: withSecondary(one, chosen, turns, body, text.language, { taken, left }) },
      ];
    });
  const result = consolidate(body, primaries);
  for (const { key, why } of result.left) {
    left.push({ number: key, why });
    // What amends it has nothing to stand on.
    for (const { number, parent } of chosen)
      if (parent === key && !left.some((one) => one.number === number)) left.push({ number, why });
  }
  const gone = new Set(result.left.map(({ key }) => key));
  for (const { key } of result.taken) taken.push(key);
  const changes =
    result.taken.length > 0 ? viewChange(body, result.body, movedBy(result.taken), text.language) : undefined;
  const parentOf = new Map(chosen.map(({ number, parent }) => [number, parent]));
  return {
    version: text.lastVersion,
    language: text.language,
    changes,
    taken: taken.filter((number) => !gone.has(parentOf.get(number) ?? number)).sort((a, b) => a - b),
    left,
    conflicts,
  };
}

function movedBy(taken: readonly { readonly operations: readonly LocatedOperation[] }[]): Set<ParagraphId> {
  return new Set(
    taken.flatMap(({ operations }) =>
      operations.flatMap((operation) => (operation.op === "move" ? [operation.paragraphId] : [])),
    ),
  );
}

type Sorted = { taken: number[]; left: { number: number; why: OperationsRefused }[] };

function withSecondary(
  primary: OpenAmendment,
  chosen: readonly OpenAmendment[],
  turns: readonly Turn[],
  body: TextVersionBody,
  language: string,
  sorted: Sorted,
): readonly LocatedOperation[] {
  const left = applyInPlace(body, primary.operations);
  const own = turns.flatMap(({ number, parent }) =>
    parent === primary.number ? chosen.filter((one) => one.number === number) : [],
  );
  if (!left.ok || own.length === 0) return primary.operations;
  const together = consolidate(
    left.body,
    own.map(({ number, operations }) => ({ key: number, operations })),
  );
  for (const { key, why } of together.left) sorted.left.push({ number: key, why });
  let operations = primary.operations;
  for (const step of together.taken) {
    const taken = takeUp(body, operations, step.operations, language);
    if (taken.ok) {
      ({ operations } = taken);
      sorted.taken.push(step.key);
    } else sorted.left.push({ number: step.key, why: taken });
  }
  return operations;
}
