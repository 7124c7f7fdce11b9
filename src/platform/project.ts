// Where the project's own files are (migrations, catalogues, styles), for the bundle in dist/ and for sources alike.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("Cumbe's package.json is not above its code: reinstall it");
    folder = parent;
  }
  return folder;
}

export const projectRoot = findRoot();

/** The absolute path of a file of the project. */
export function projectFile(...parts: string[]): string {
  return join(projectRoot, ...parts);
}

/** The program's own version, as package.json says it. */
export function projectVersion(): string {
  return (JSON.parse(readFileSync(projectFile("package.json"), "utf8")) as { version: string }).version;
}
