// The people that organisations speak for, typed as lines of an address and a number. Pure.
// Invariant: a line is read as it was meant or refused by its number; none is passed over, and none counts twice.
import { Refusal } from "#platform/errors";

/** As the seats' schema takes it at most. */
const MOST_PEOPLE = 1_000_000_000;
const LONGEST_SHOWN = 60;

/**
 * By the id of the organisation. A whole web address is understood as its last part. Refuses in `field` with
 * `weightLineUnclear`, `weightOfNobodyCalled`, `weightTooLarge` {limit} and `weightGivenTwice` {first}, each with the
 * `line` from 1 and what was `typed` there.
 */
export function weightsFromLines(
  typed: string,
  called: readonly { readonly id: string; readonly slug: string }[],
  field: string,
): Record<string, number> {
  const bySlug = new Map(called.map(({ slug, id }) => [slug, id]));
  const lines = new Map<string, number>();
  const weights: Record<string, number> = {};
  for (const [at, text] of typed.split("\n").entries()) {
    if (text.trim() === "") continue;
    const line = at + 1;
    const refuse = (reason: string, more: Record<string, number> = {}): never => {
      const facts = { line, typed: text.trim().slice(0, LONGEST_SHOWN), ...more };
      throw new Refusal("invalid", "inputInvalid", {}, [{ field, reason, facts }]);
    };
    const [, address = "", digits = ""] = /^\s*(\S+?)[\s,;:]+(\d+)\s*$/u.exec(text) ?? [];
    if (address === "") return refuse("weightLineUnclear");
    const id = bySlug.get(address.replace(/\/+$/u, "").split("/").at(-1) ?? "");
    if (id === undefined) return refuse("weightOfNobodyCalled");
    const first = lines.get(id);
    if (first !== undefined) return refuse("weightGivenTwice", { first });
    const weight = Number(digits);
    if (weight > MOST_PEOPLE) return refuse("weightTooLarge", { limit: MOST_PEOPLE });
    lines.set(id, line);
    weights[id] = weight;
  }
  return weights;
}
