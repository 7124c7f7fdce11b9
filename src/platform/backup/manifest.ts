// The first entry of a backup: what it holds, with counts and hashes, so that it can be checked before it is loaded.
import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const manifestShape = z.object({
  format: z.literal("cumbe-backup"),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.int().min(0),
      /** Uncompressed. */
      bytes: z.int().min(0),
      sha256,
    }),
  ),
  sequences: z.array(
    z.object({ name: z.string(), lastValue: z.string().regex(/^-?\d+$/), isCalled: z.boolean() }),
  ),
  files: z.array(z.object({ sha256, bytes: z.int().min(0) })),
  keySha256: sha256,
});
export type Manifest = z.infer<typeof manifestShape>;

/** A backup that cannot be made or loaded; `message` is the sentence to print. */
export class BackupError extends Error {}

export const manifestEntry = "manifest.json";
export const keyEntry = "node.key";
export const tableEntry = (name: string) => `tables/${name}.copy.gz`;
export const fileEntry = (hash: string) => `files/${hash}`;
