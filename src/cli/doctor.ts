// `cumbe doctor`: looks at everything that a node depends on, and says what to do about what is wrong.
import { statfs } from "node:fs/promises";
import { listPhotographHashes } from "#agenda";
import { listEvidenceHashes } from "#commitments";
import { parseVerifierKey, verifyLog } from "#algorithms/transparency";
import { foreignMigrations, pendingMigrations } from "#platform/database/migrate";
import { readProfile } from "#platform/settings";
import { type Command, commonOptions, none } from "./command.ts";
import { type OwnLog, readOwnLog, waitingWords } from "./own-log.ts";
import { type NodeForCommand, startOnce, withNode } from "./with-node.ts";

type Finding = {
  readonly about: string;
  readonly fine: boolean;
  readonly says: string;
  readonly toDo?: string;
};
type Check = (node: NodeForCommand) => Promise<Finding>;

const GIB = 1024 ** 3;
const LEAST_FREE_BYTES = 1 * GIB;
const OLDEST_NODE = 24;

const checkProgram: Check = async () => {
  const major = Number(process.versions.node.split(".")[0]);
  return {
    about: "program",
    fine: major >= OLDEST_NODE,
    says: `Node ${process.versions.node}`,
    toDo: "run 'npm ci', which brings the Node that this needs, and use bin/cumbe",
  };
};

const checkDatabase: Check = async ({ pool, ctx }) => {
  const { rows } = await pool.query<{ version: string; sums: string; bytes: bigint }>(
    "select current_setting('server_version') as version, current_setting('data_checksums') as sums, pg_database_size(current_database()) as bytes",
  );
  const [row] = rows;
  const [waiting, foreign] = [await pendingMigrations(ctx.db), await foreignMigrations(ctx.db)];
  return {
    about: "database",
    fine: waiting.length === 0 && foreign.length === 0,
    says: `PostgreSQL ${row?.version}, ${(Number(row?.bytes ?? 0) / 1024 ** 2).toFixed(0)} MiB, checksums ${row?.sums}`,
    toDo:
      foreign.length > 0
        ? "a newer Cumbe has used it: bring this one up to date, or restore a backup of this one's"
        : startOnce(waiting.length),
  };
};

const checkSetUp: Check = async ({ ctx }) => {
  const profile = await readProfile(ctx.db);
  return {
    about: "node",
    fine: profile !== undefined,
    says: profile
      ? `${profile.name.texts[profile.name.source] ?? ""} at ${ctx.node.origin}`
      : "not set up yet",
    toDo: "run 'cumbe start' and open the link that it prints",
  };
};

const checkFiles: Check = async ({ ctx }) => {
  const names = await ctx.node.files.list();
  const damaged: string[] = [];
  for (const name of names) if ((await ctx.node.files.rehash(name)) !== name) damaged.push(name);
  const there = new Set(names);
  const shown = [...(await listEvidenceHashes(ctx.db)), ...(await listPhotographHashes(ctx.db))];
  const missing = shown.filter((name) => !there.has(name));
  const wrong = [
    ...(damaged.length > 0 ? [`damaged: ${damaged.join(", ")}`] : []),
    ...(missing.length > 0 ? [`missing: ${missing.join(", ")}`] : []),
  ];
  return {
    about: "files",
    fine: wrong.length === 0,
    says: wrong.length === 0 ? `${names.length} files, all whole` : wrong.join("; "),
    toDo: "copy these files from a backup: their names are the hashes of what they must hold",
  };
};

/** The first thing in the log that does not hold, if anything. */
async function logFault({ damaged, source }: OwnLog): Promise<{ fault?: string; size: number }> {
  if (damaged.length > 0) return { fault: `the records of ${damaged.length} acts were changed`, size: 0 };
  if (!source) return { size: 0 };
  const verifier = parseVerifierKey(source.key);
  const verdict = await verifyLog({ ...source, verifiers: [verifier], origin: verifier.name });
  return verdict.ok ? { size: verdict.checkpoint.size } : { fault: verdict.fault, size: 0 };
}

const checkLog: Check = async ({ ctx }) => {
  const log = await readOwnLog(ctx);
  const { fault, size } = await logFault(log);
  return {
    about: "log",
    fine: fault === undefined,
    says: fault ?? `${size} acts, all of it holds${waitingWords(log.waiting)}`,
    toDo: "keep this data directory as it is, restore the last backup elsewhere, and compare: somebody wrote to the database past the program",
  };
};

const checkDisk: Check = async ({ config }) => {
  const disk = await statfs(config.dataDir);
  const free = disk.bavail * disk.bsize;
  return {
    about: "disk",
    fine: free > LEAST_FREE_BYTES,
    says: `${(free / GIB).toFixed(1)} GiB free for ${config.dataDir}`,
    toDo: "make room, or move the data directory to a larger disk while the node is stopped",
  };
};

const checks: readonly Check[] = [checkProgram, checkDatabase, checkSetUp, checkFiles, checkLog, checkDisk];

async function examine(node: NodeForCommand): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) {
    findings.push(
      await check(node).catch((error: unknown) => ({
        about: check.name.replace(/^check/, "").toLowerCase(),
        fine: false,
        says: error instanceof Error ? error.message : String(error),
        toDo: "see the message; nothing was changed",
      })),
    );
  }
  return findings;
}

export const doctorCommand: Command = {
  options: commonOptions,
  async run({ values, positionals, io }) {
    none(positionals);
    const findings = await withNode(values, io, "doctor", examine, "anySchema");
    for (const { about, fine, says, toDo } of findings) {
      io.out(`${fine ? "well" : "WRONG"}  ${about.padEnd(9)} ${says}`);
      if (!fine && toDo) io.out(`       → ${toDo}`);
    }
    return findings.every(({ fine }) => fine) ? 0 : 1;
  },
};
