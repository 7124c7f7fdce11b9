// What becomes of an amendment and of those that amend it when one of them ends.
// Invariants: an amendment that takes up another is voted on as it then reads; one whose parent ended without adoption falls
// with it; each of these is logged with the amendment that it is about.
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Facts } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { applyInPlace, type OperationsRefused } from "./amendment-operations.rules.ts";
import { listSecondary, markNoLongerApplies, markSuperseded, setAmendmentState } from "./amendments.store.ts";
import { type CarriedOver, carryOver, changesOf } from "./carrying.rules.ts";
import { lockOpenAmendments, type OpenAmendment } from "./contenders.store.ts";
import { amendmentPath } from "./paths.ts";
import { takeUp } from "./secondary-amendments.rules.ts";
import { insertStandings, type NewStanding } from "./standings.store.ts";
import { raise } from "./texts.store.ts";
import type { Amendment, CongressText, Edition } from "./types.ts";

export type Acting = {
  readonly tx: Ctx;
  readonly edition: Edition;
  readonly text: CongressText;
  readonly mandateId: MandateId | null;
};

/** Ends those that amend an amendment which itself has ended without being adopted. */
export async function fallWithParent(acting: Acting, parent: Amendment): Promise<void> {
  const { tx, text } = acting;
  for (const secondary of await listSecondary(tx.db, text.id, parent.id)) {
    if (secondary.state !== "proposed" && secondary.state !== "quorum_not_reached") continue;
    await setAmendmentState(tx, secondary.id, "falls_with_parent");
    await logAbout(acting, secondary, "congress.amendment.fell_with_parent", { parent: parent.number });
  }
}

/** Ends an amendment without a vote, and those that amend it with it. */
export async function supersede(
  acting: Acting,
  amendment: Amendment,
  reason: string,
  facts: Facts,
): Promise<void> {
  await markSuperseded(acting.tx, amendment.id, reason, facts);
  await logAbout(acting, amendment, "congress.amendment.superseded", { reason, facts });
  await fallWithParent(acting, amendment);
}

async function logAbout(
  { tx, edition, text, mandateId }: Acting,
  amendment: Amendment,
  type: string,
  record: Readonly<Record<string, unknown>>,
): Promise<string> {
  const subject = amendmentPath(edition.slug, text.slug, amendment.number);
  return appendAct(tx, { type, subject, mandateId, record: { number: amendment.number, ...record } });
}

/**
 * Puts a secondary amendment that was adopted into its parent, which is voted on as it then reads; the others that amend
 * it are carried over, or end where their words no longer stand.
 */
export async function takeUpAdopted(acting: Acting, secondary: Amendment): Promise<void> {
  const { tx, text } = acting;
  const { body, open } = await lockOpenAmendments(tx, text);
  const own = open.find((one) => one.amendment.id === secondary.id);
  const parent = open.find((one) => one.amendment.id === secondary.parentId);
  if (!own || !parent) throw new Error(`amendment ${secondary.id} was voted on without its parent`);
  const taken = takeUp(body, parent.operations, own.operations, text.language);
  if (!taken.ok) return setAside(acting, secondary, taken);
  await setAmendmentState(tx, secondary.id, "taken_up");
  const revision = parent.revision + 1;
  const record = { parent: parent.number, revision };
  const actId = await logAbout(acting, secondary, "congress.amendment.taken_up", record);
  const standing = {
    version: text.lastVersion,
    cause: "secondary",
    takenUpId: secondary.id,
    actId,
  } as const;
  await insertStandings(tx, [
    {
      ...standing,
      amendmentId: parent.amendment.id,
      revision,
      outcome: "rewritten",
      operations: taken.operations,
    },
  ]);
  const left = applyInPlace(body, parent.operations);
  const siblings = open.filter((one) => one.parent === parent.number && one !== own);
  const carried = siblings.map((one) => ({
    one,
    result: carryOver(left.ok ? left.body : body, one.operations, changesOf(own.operations)),
  }));
  await insertStandings(
    tx,
    carried.map(({ one, result }) => standingOf(one, result, standing)),
  );
  for (const { one, result } of carried)
    if (!result.ok) await supersede(acting, one.amendment, result.reason, result.facts);
}

async function setAside(acting: Acting, amendment: Amendment, why: OperationsRefused): Promise<void> {
  const { tx, text } = acting;
  // It was adopted, and has its place in that order like every other one.
  const order = await raise(tx, text.id, "last_adoption");
  await markNoLongerApplies(tx, amendment.id, why.reason, why.facts, order);
  const record = { reason: why.reason, facts: why.facts };
  await logAbout(acting, amendment, "congress.amendment.no_longer_applies", record);
}

function standingOf(
  one: OpenAmendment,
  result: CarriedOver | OperationsRefused,
  standing: Pick<NewStanding, "version" | "cause" | "takenUpId" | "actId">,
): NewStanding {
  return {
    ...standing,
    amendmentId: one.amendment.id,
    revision: one.revision + 1,
    outcome: result.ok ? (result.moved ? "moved" : "unchanged") : "fallen",
    operations: result.ok && result.moved ? result.operations : null,
  };
}
