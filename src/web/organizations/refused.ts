// Which refusals a form shows beside its fields; every other one goes on to a page of its own.
import { Refusal } from "#platform/errors";

/** The refusal of what was typed, with the status of the page that shows it; anything else is thrown on. */
export function refusedInput(error: unknown): { refusal: Refusal; status: 409 | 422 } {
  if (!(error instanceof Refusal) || (error.kind !== "conflict" && error.kind !== "invalid")) throw error;
  return { refusal: error, status: error.kind === "conflict" ? 409 : 422 };
}
