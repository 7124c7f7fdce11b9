// Where a node was last served, for commands beside it, which have nothing else to know its address by.
// Invariant: it belongs to the place and not to the node: it stays in the data directory, and in no backup.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const fileIn = (dataDir: string) => join(dataDir, "served-at");

/** Such as `https://node.example`; undefined where it was never served from this data directory. */
export function readServedOrigin(dataDir: string): string | undefined {
  try {
    return URL.parse(readFileSync(fileIn(dataDir), "utf8").trim())?.origin;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export function keepServedOrigin(dataDir: string, origin: string): void {
  writeFileSync(fileIn(dataDir), `${origin}\n`);
}
