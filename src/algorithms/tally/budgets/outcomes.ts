// What both methods say of an outcome: the state of each project, and outcomes in lexical order.
import type { Stage } from "../result.ts";
import type { Projects } from "./market.ts";

export function statesOf({ election }: Projects, elected: readonly number[]): Stage["states"] {
  return election.candidates.map(({ withdrawn }, project) =>
    withdrawn ? "withdrawn" : elected.includes(project) ? "elected" : "hopeful",
  );
}

export function lexically(a: readonly number[], b: readonly number[]): number {
  for (const [at, one] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    if (one !== other) return one - other;
  }
  return a.length - b.length;
}
