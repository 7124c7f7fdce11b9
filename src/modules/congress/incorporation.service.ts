// Puts the adopted amendments into the text, and carries those that are still open over to what it then says.
// Invariants: an adopted amendment becomes a version or is marked as no longer applicable with its reason; an open one
// stands against the new version as its proposer would read it there, or ends with the operation that fell and why. None
// is lost, and what became of each is logged.
import type { Authority } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import type { Facts } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { applyInPlace, type OperationsRefused } from "./amendment-operations.rules.ts";
import { type IncorporateAmendmentsInput, incorporateAmendmentsInput } from "./amendments.schema.ts";
import {
  lockAdopted,
  markIncorporated,
  markNoLongerApplies,
  markSuperseded,
  setAmendmentState,
} from "./amendments.store.ts";
import {
  type Changes,
  changesOf,
  type LocatedOperation,
  type CarriedOver,
  carryOver,
  carryThrough,
} from "./carrying.rules.ts";
import {
  noAmendmentIsVotedOn,
  somethingIsToIncorporate,
  textsAreOpen,
  versionsAreAsExpected,
} from "./congress.rules.ts";
import { lockOpenAmendments, type OpenAmendment, type OpenAmendments } from "./contenders.store.ts";
import { presiding } from "./editions.service.ts";
import { amendmentPath, textPath } from "./paths.ts";
import { changesSeenThrough } from "./secondary-amendments.rules.ts";
import { insertStandings, type NewStanding } from "./standings.store.ts";
import type { TextVersionBody } from "./text-model.ts";
import { knownText } from "./texts.service.ts";
import { insertVersion, raise } from "./texts.store.ts";
import type { Amendment, CongressText, Edition } from "./types.ts";
import { hashOfVersion, hex } from "./versions.rules.ts";

export type Incorporated = {
  /** The last version of the text, afterwards. */
  readonly version: number;
  readonly incorporated: readonly {
    readonly number: number;
    readonly version: number;
    readonly contentHash: string;
  }[];
  readonly noLongerApply: readonly {
    readonly number: number;
    readonly reason: string;
    readonly facts: Facts;
  }[];
};

/** A version that was made: the text before it, and what was done to it. */
type Step = { readonly before: TextVersionBody; readonly changes: Changes };

/**
 * Puts the adopted amendments into the text in the order of their adoption, a version each, and carries the open ones
 * over; needs `congress.preside`. Refuses with `versionChangedMeanwhile` {expected, current}, `textNotOpenForAmendments`,
 * `amendmentBeingVoted` {number} and `nothingToIncorporate`.
 */
export async function incorporateAmendments(
  ctx: Ctx,
  input: IncorporateAmendmentsInput,
): Promise<Incorporated> {
  const wanted = parse(incorporateAmendmentsInput, input);
  return transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, wanted.edition);
    const { edition, text } = await knownText(tx, wanted, "locked");
    hold([versionsAreAsExpected(wanted.expectedVersion, text.lastVersion), textsAreOpen(text.state)]);
    const adopted = await lockAdopted(tx, text.id);
    hold(somethingIsToIncorporate(adopted.length));
    const inPlace = await lockOpenAmendments(tx, text);
    hold(noAmendmentIsVotedOn(inPlace.open.map((one) => one.amendment)));
    const work: Work = { tx, edition, text, authority };
    const { steps, ...result } = await incorporateAll(work, adopted, inPlace);
    if (steps.length > 0) await carryOthersOver(work, inPlace, steps, result.version);
    return result;
  });
}

async function incorporateAll(
  work: Work,
  adopted: readonly Amendment[],
  { body: first, open }: OpenAmendments,
): Promise<Incorporated & { steps: Step[] }> {
  const incorporated: Incorporated["incorporated"][number][] = [];
  const noLongerApply: Incorporated["noLongerApply"][number][] = [];
  const steps: Step[] = [];
  let version = work.text.lastVersion;
  let body = first;
  for (const amendment of adopted) {
    const found = open.find((one) => one.amendment.id === amendment.id);
    if (!found) throw new Error(`amendment ${amendment.id} was locked and is gone`);
    const carried = carryThrough(found.operations, steps);
    const applied = carried.ok ? applyInPlace(body, carried.operations) : carried;
    if (!carried.ok || !applied.ok) {
      const { reason, facts } = (carried.ok ? applied : carried) as OperationsRefused;
      await setAside(work, amendment, reason, facts);
      noLongerApply.push({ number: amendment.number, reason, facts });
      continue;
    }
    const made = await makeVersion(work, found, carried, applied.body);
    steps.push({ before: body, changes: changesOf(carried.operations) });
    ({ version } = made);
    ({ body } = applied);
    incorporated.push({ number: amendment.number, ...made });
  }
  return { version, incorporated, noLongerApply, steps };
}

type Work = {
  readonly tx: Ctx;
  readonly edition: Edition;
  readonly text: CongressText;
  readonly authority: Authority;
};

async function makeVersion(
  { tx, edition, text, authority: { mandateId } }: Work,
  { amendment, revision }: OpenAmendment,
  { operations, moved }: CarriedOver,
  body: TextVersionBody,
): Promise<{ version: number; contentHash: string }> {
  const hash = hashOfVersion(text, body);
  const contentHash = hex(hash);
  const version = await raise(tx, text.id, "last_version");
  const actId = await appendAct(tx, {
    type: "congress.amendment.incorporated",
    subject: amendmentPath(edition.slug, text.slug, amendment.number),
    mandateId,
    record: { number: amendment.number, version, parentVersion: version - 1, versionHash: contentHash },
  });
  await insertVersion(tx, { textId: text.id, number: version, body, contentHash: hash, mandateId, actId });
  await markIncorporated(tx, amendment.id, version);
  // What made this version can be applied again by anybody who has the one before it.
  const standing = { amendmentId: amendment.id, revision: revision + 1, version: version - 1, actId };
  if (moved)
    await insertStandings(tx, [
      { ...standing, cause: "version", outcome: "moved", operations, takenUpId: null },
    ]);
  return { version, contentHash };
}

async function setAside(
  { tx, edition, text, authority }: Work,
  amendment: Amendment,
  reason: string,
  facts: Facts,
): Promise<void> {
  await markNoLongerApplies(tx, amendment.id, reason, facts);
  await appendAct(tx, {
    type: "congress.amendment.no_longer_applies",
    subject: amendmentPath(edition.slug, text.slug, amendment.number),
    mandateId: authority.mandateId,
    record: { number: amendment.number, reason, facts },
  });
}

type Carried = {
  readonly one: OpenAmendment;
  readonly result: CarriedOver | OperationsRefused;
};

/** Every open amendment at the new version, with one act for all of them. */
async function carryOthersOver(
  work: Work,
  { open }: OpenAmendments,
  steps: readonly Step[],
  version: number,
): Promise<void> {
  const carried = carriedOver(
    open.filter(({ amendment }) => amendment.state !== "adopted"),
    steps,
  );
  if (carried.length === 0) return;
  const { tx, edition, text, authority } = work;
  const numbers = (outcome: string) =>
    carried.flatMap(({ one, result }) => (outcomeOf(result) === outcome ? [one.number] : []));
  const fallen = carried.flatMap(({ one, result }) =>
    result.ok ? [] : [{ number: one.number, reason: result.reason, facts: result.facts }],
  );
  const actId = await appendAct(tx, {
    type: "congress.text.amendments_carried_over",
    subject: textPath(edition.slug, text.slug),
    mandateId: authority.mandateId,
    record: { version, unchanged: numbers("unchanged"), moved: numbers("moved"), fallen },
  });
  await insertStandings(
    tx,
    carried.map(({ one, result }): NewStanding => ({
      amendmentId: one.amendment.id,
      revision: one.revision + 1,
      version,
      cause: "version",
      outcome: outcomeOf(result),
      operations: result.ok && result.moved ? result.operations : null,
      takenUpId: null,
      actId,
    })),
  );
  const gone = new Set<string>();
  for (const { one, result } of carried) {
    if (result.ok) continue;
    gone.add(one.amendment.id);
    await markSuperseded(tx, one.amendment.id, result.reason, result.facts);
  }
  for (const { one, result } of carried)
    if (result.ok && one.amendment.parentId && gone.has(one.amendment.parentId))
      await setAmendmentState(tx, one.amendment.id, "falls_with_parent");
}

const outcomeOf = (result: Carried["result"]) =>
  result.ok ? (result.moved ? "moved" : "unchanged") : "fallen";

/** Secondary amendments go along with their parents: what they see of a change is what their parent leaves of it. */
function carriedOver(open: readonly OpenAmendment[], steps: readonly Step[]): Carried[] {
  return open.map((one) => {
    const parent = open.find((other) => other.amendment.id === one.amendment.parentId);
    return { one, result: parent ? withParent(one, parent, steps) : carryThrough(one.operations, steps) };
  });
}

function withParent(
  one: OpenAmendment,
  parent: OpenAmendment,
  steps: readonly Step[],
): CarriedOver | OperationsRefused {
  let above: readonly LocatedOperation[] = parent.operations;
  let carried: CarriedOver = { ok: true, operations: one.operations, moved: false };
  for (const { before, changes } of steps) {
    const left = applyInPlace(before, above);
    const next = carryOver(before, above, changes);
    // Its parent falls, and this one with it.
    if (!next.ok || !left.ok) return carried;
    const own = carryOver(left.body, carried.operations, changesSeenThrough(above, changes));
    if (!own.ok) return own;
    carried = { ...own, moved: carried.moved || own.moved };
    above = next.operations;
  }
  return carried;
}
