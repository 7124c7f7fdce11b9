// The source of what is built, as one archive that the node hands out (AGPL-3.0 §13).
// Invariant: only what belongs to the project goes in: never a data directory, a key or what npm brought. The same
// files give the same bytes.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createGzip } from "node:zlib";
import { pack } from "tar-stream";

/** What stands at the top of the project; whatever else lies there is not ours to give. */
const OURS = [
  ".ci",
  ".gitattributes",
  ".gitignore",
  ".oxfmtrc.json",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "LICENSE",
  "README.md",
  "SECURITY.md",
  "architecture.ts",
  "bench",
  "bin",
  "docs",
  "examples",
  "locales",
  "oxlint.config.ts",
  "package-lock.json",
  "package.json",
  "scripts",
  "src",
  "test",
  "tsconfig.islands.json",
  "tsconfig.json",
  "vitest.config.ts",
];

function filesUnder(root: string, path: string): string[] {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesUnder(root, `${path}/${name}`));
}

/** The archive's bytes; `root` is the project's folder. */
export async function packSource(root: string): Promise<Buffer> {
  const archive = pack();
  for (const path of OURS.flatMap((name) => filesUnder(root, name))) {
    const runs = (statSync(join(root, path)).mode & 0o111) !== 0;
    const header = { name: `cumbe/${path}`, mtime: new Date(0), mode: runs ? 0o755 : 0o644 };
    archive.entry(header, readFileSync(join(root, path)));
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.pipe(createGzip({ level: 6 }))) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
