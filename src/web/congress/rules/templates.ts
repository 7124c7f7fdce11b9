// Rules to start from: those of real bodies that come with the program, as far as a roll call can be counted by them.
// Invariant: read once; a file that is no rule set is left out, so that one bad file takes no form down.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readRules, type Rules } from "#algorithms/rules";
import { projectFile } from "#platform/project";
import { rulesCanBeCounted } from "#rulebook";

export type Template = { readonly name: string; readonly rules: Rules };

let kept: readonly Template[] | undefined;

function readTemplate(folder: string, file: string): Template[] {
  try {
    const { rules: json } = JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as { rules?: unknown };
    const { rules } = readRules(json);
    return rules && rulesCanBeCounted(rules).ok ? [{ name: file.replace(/\.json$/, ""), rules }] : [];
  } catch {
    return [];
  }
}

/** In the order of their names. */
export function ruleTemplates(): readonly Template[] {
  const folder = projectFile("examples", "rules");
  kept ??= !existsSync(folder)
    ? []
    : readdirSync(folder)
        .filter((file) => file.endsWith(".json"))
        .sort()
        .flatMap((file) => readTemplate(folder, file));
  return kept;
}
