// Real inputs beside the project, in ../shared/cases; where they are absent, tests that read them are skipped with a printed reason.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "#platform/project";

/** The files of one folder whose names end so, in order; none where the folder is not there, which is printed. */
export function casesOf(folder: string, ending: string): string[] {
  const path = join(projectRoot, "../shared/cases", folder);
  if (!existsSync(path)) {
    console.log(`skipped: what is counted from ${join("../shared/cases", folder)}, because it is not here`);
    return [];
  }
  return readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .sort();
}

export function caseFile(folder: string, name: string): Uint8Array {
  return readFileSync(join(projectRoot, "../shared/cases", folder, name));
}
