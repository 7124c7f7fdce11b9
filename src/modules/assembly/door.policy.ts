// Who keeps the door of an edition, and whose list is still taken.
// Invariant: what the door saw counts under a mandate that was in force then; `doorsAreKept` sets aside what has none.
import { heldAt, type MandateId, type Tenure, tenures } from "#confederation";
import type { Edition } from "#congress";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";

/** How long after a mandate has ended what its holder's phone saw before is still taken: a door without network may be a day late. */
export const TAKEN_AFTER_MS = 24 * 3_600_000;

export type DoorKeeping = {
  /** When they kept the door, or keep it. */
  readonly held: readonly Tenure[];
  /** What their list is taken under: in force now, or until less than a day ago. */
  readonly sentUnder: MandateId;
};

/**
 * Whether the actor is listened to at the door. Refuses with `doorNeedsMandate` for the shell, `signInFirst` for a visitor,
 * and `noMandateForThis` for whoever has no mandate with `assembly.admit` in the organisation that convened the edition, nor
 * had one within the last day.
 */
export async function keepingTheDoor(tx: Ctx, { convenedBy }: Edition): Promise<DoorKeeping> {
  if (tx.actor.kind === "shell") throw new Refusal("forbidden", "doorNeedsMandate");
  const held = await tenures(tx, "assembly.admit", convenedBy);
  const lately = new Date(tx.now.getTime() - TAKEN_AFTER_MS);
  const under =
    heldAt(held, tx.now) ??
    held.find(({ from, until }) => from <= tx.now && until !== null && until > from && until > lately);
  if (!under) throw new Refusal("forbidden", "noMandateForThis", { capability: "assembly.admit" });
  return { held, sentUnder: under.mandateId };
}
