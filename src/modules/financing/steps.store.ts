// Keeps every change of state, with who made it.
import type { Ctx } from "#platform/context";
import { type Machine, type Side, theStepExists } from "./machines.rules.ts";
import { hold } from "#platform/rules";
import { tables } from "./tables.ts";
import type { By } from "./types.ts";

export type Step<State extends string> = {
  readonly machine: Machine<State>;
  readonly about: string;
  /** Null: it begins. */
  readonly from: State | null;
  readonly to: State;
  readonly reason?: string | null;
};

export async function keepStep<State extends string>(tx: Ctx, step: Step<State>, by: By): Promise<void> {
  await tables(tx.db)
    .insertInto("financing_steps")
    .values({
      id: tx.newId(),
      machine: step.machine.name,
      about: step.about,
      from_state: step.from,
      to_state: step.to,
      reason: step.reason ?? null,
      mandate_id: by.mandateId,
      person_id: by.personId,
      made_at: tx.now,
    })
    .execute();
}

/** A step of the machine's table, by the side whose step it is: kept, or refused with `financingStepUnknown`. */
export async function takeStep<State extends string>(
  tx: Ctx,
  step: Step<State> & { readonly from: State; readonly side: Side },
  by: By,
): Promise<void> {
  hold(theStepExists(step.machine, step.from, step.to, step.side));
  await keepStep(tx, step, by);
}

/** What nobody in particular does: a day does it. */
export const calendar: By = { mandateId: null, personId: null };
