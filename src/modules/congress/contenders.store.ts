// The open amendments of a text as they read now: each with the places of its words in the text that it is for.
// Invariant: a primary amendment stands against the last version, a secondary one against what its parent leaves of it.
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import { applyInPlace } from "./amendment-operations.rules.ts";
import { lockOpen, listOpen } from "./amendments.store.ts";
import { carryOver, changesBetween, type LocatedOperation, locate } from "./carrying.rules.ts";
import type { Contender } from "./conflicts.rules.ts";
import { latestStandings, type LatestStanding } from "./standings.store.ts";
import type { TextVersionBody } from "./text-model.ts";
import { readVersion } from "./texts.store.ts";
import type { Amendment, AmendmentId, CongressText } from "./types.ts";

export type OpenAmendment = Contender & {
  readonly amendment: Amendment;
  readonly revision: number;
};

export type OpenAmendments = {
  /** The last version. */
  readonly body: TextVersionBody;
  readonly open: readonly OpenAmendment[];
};

/** In the order of their numbers, for those who read. */
export async function readOpenAmendments(db: Db, text: CongressText): Promise<OpenAmendments> {
  return inPlace(db, text, await listOpen(db, text.id));
}

/** The same, locked for an act that may change any of them. */
export async function lockOpenAmendments(tx: Ctx, text: CongressText): Promise<OpenAmendments> {
  return inPlace(tx.db, text, await lockOpen(tx, text.id));
}

async function inPlace(
  db: Db,
  text: CongressText,
  amendments: readonly Amendment[],
): Promise<OpenAmendments> {
  const bodies = new Map<number, TextVersionBody>();
  const bodyOf = async (version: number) => {
    const body = bodies.get(version) ?? (await readVersion(db, text.id, version))?.body ?? [];
    bodies.set(version, body);
    return body;
  };
  const body = await bodyOf(text.lastVersion);
  const standings = await latestStandings(
    db,
    amendments.map(({ id }) => id),
  );
  const numbers = new Map(amendments.map(({ id, number }) => [id, number]));
  const results = new Map<AmendmentId, TextVersionBody>();
  const open: OpenAmendment[] = [];
  const add = (amendment: Amendment, operations: readonly LocatedOperation[]) => {
    const parent = amendment.parentId && (numbers.get(amendment.parentId) ?? null);
    const revision = standings.get(amendment.id)?.revision ?? 0;
    open.push({ amendment, number: amendment.number, parent, operations, revision });
  };
  for (const amendment of amendments.filter((one) => one.parentId === null)) {
    const standing = standings.get(amendment.id);
    const version = standing?.version ?? amendment.baseVersion;
    const operations = atCurrent(amendment, standing, { base: await bodyOf(version), body }, text.language);
    const left = applyInPlace(body, operations);
    results.set(amendment.id, left.ok ? left.body : body);
    add(amendment, operations);
  }
  for (const amendment of amendments) {
    const left = amendment.parentId && results.get(amendment.parentId);
    if (!left) continue;
    const operations = standings.get(amendment.id)?.operations ?? amendment.operations;
    add(amendment, locate(left, operations, text.language));
  }
  return { body, open: open.sort((one, other) => one.number - other.number) };
}

/**
 * Carried over by comparing the versions where nobody has kept how it reads now: amendments that were proposed before
 * that was kept. One whose words no longer stand keeps its own, and is refused where it would be taken.
 */
function atCurrent(
  amendment: Amendment,
  standing: LatestStanding | undefined,
  { base, body }: { readonly base: TextVersionBody; readonly body: TextVersionBody },
  language: string,
): readonly LocatedOperation[] {
  const operations = locate(base, standing?.operations ?? amendment.operations, language);
  if (base === body) return operations;
  const carried = carryOver(base, operations, changesBetween(base, body, language));
  return carried.ok ? carried.operations : operations;
}
