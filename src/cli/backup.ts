// `cumbe backup` and `cumbe restore`: a whole node in one file, and back.
import { resolve } from "node:path";
import { backUp } from "#platform/backup/backup";
import { BackupError, type Manifest } from "#platform/backup/manifest";
import { restore } from "#platform/backup/restore";
import { type Command, CommandError, commonOptions, only } from "./command.ts";
import { withNode, withUnservedNode } from "./with-node.ts";

function counts(manifest: Manifest): string {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return `${manifest.tables.length} tables, ${rows} rows, ${manifest.files.length} files`;
}

async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupError) throw new CommandError(error.message, 1);
    throw error;
  }
}

export const backupCommand: Command = {
  options: commonOptions,
  async run({ values, positionals, io }) {
    const target = resolve(only(positionals, "FILE"));
    const { manifest, damaged } = await withNode(
      values,
      io,
      "backup",
      ({ pool, ctx, config }) =>
        explained(() =>
          backUp({ pool, files: ctx.node.files, dataDir: config.dataDir, target, now: ctx.now }),
        ),
      "anySchema",
    );
    io.out(`${target}: ${counts(manifest)}`);
    for (const name of damaged)
      io.err(`cumbe: the file ${name} is damaged and was left out: 'cumbe doctor' says what to do`);
    return damaged.length > 0 ? 1 : 0;
  },
};

export const restoreCommand: Command = {
  options: commonOptions,
  async run({ values, positionals, io }) {
    const source = resolve(only(positionals, "FILE"));
    const manifest = await withUnservedNode(values, io, ({ db, pool, config }) =>
      explained(() => restore({ db, pool, dataDir: config.dataDir, source })),
    );
    io.out(`restored from ${source}: ${counts(manifest)}, made ${manifest.madeAt}`);
    return 0;
  },
};
