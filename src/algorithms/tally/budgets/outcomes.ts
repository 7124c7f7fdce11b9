// What both methods say of an outcome: the state of each project.
import type { Stage } from "../result.ts";
import type { Projects } from "./market.ts";

export function statesOf({ election }: Projects, elected: readonly number[]): Stage["states"] {
  return election.candidates.map(({ withdrawn }, project) =>
    withdrawn ? "withdrawn" : elected.includes(project) ? "elected" : "hopeful",
  );
}
