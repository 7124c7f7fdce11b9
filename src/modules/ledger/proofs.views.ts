// Proofs of single lines for whoever holds the account, and the batches computed anew for the audit.
// Who may have a proof is the caller's to decide: it says an amount and a balance.
import { sql } from "kysely";
import { type LedgerProof, SEALED_ACT } from "#algorithms/ledger-proofs";
import { inclusionProof, readerOfLeaves, rootOf } from "#algorithms/transparency";
import type { Ctx } from "#platform/context";
import { logVerifierKey } from "#platform/log/keys";
import { findAct } from "#platform/log/views";
import { hashesOf, readLines, saltOf } from "./sealing.store.ts";
import type { AccountId, EntryId } from "./types.ts";

type Batch = {
  readonly number: number;
  readonly leaves: number;
  readonly root: Buffer;
  readonly secret: Buffer;
  readonly actId: string;
};

async function readBatch(ctx: Ctx, number: number): Promise<Batch | undefined> {
  const { rows } = await sql<Batch>`
    select number, leaves, root, secret, act_id as "actId" from ledger_batches where number = ${number}`.execute(
    ctx.db,
  );
  return rows[0];
}

async function entriesOf(ctx: Ctx, batch: number): Promise<EntryId[]> {
  const { rows } = await sql<{ id: EntryId }>`
    select entry_id as id from ledger_sealed where batch = ${batch} order by first_leaf`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

const text = (hash: Uint8Array) => Buffer.from(hash).toString("base64");

/** The proof of an account's line; undefined until it is sealed and its act is in the log (a minute or two). */
export async function proveLine(
  ctx: Ctx,
  accountId: AccountId,
  version: bigint,
): Promise<LedgerProof | undefined> {
  const { rows } = await sql<{ batch: number; entry: string; account: string }>`
    select s.batch, l.entry_id as entry, a.number as account from ledger_lines l
    join ledger_sealed s on s.entry_id = l.entry_id join ledger_accounts a on a.id = l.account_id
    where l.account_id = ${accountId}::uuid and l.version = ${version}`.execute(ctx.db);
  const [place] = rows;
  const batch = place && (await readBatch(ctx, place.batch));
  const act = batch && (await findAct(ctx.db, batch.actId));
  if (!place || !batch || !act?.proof) return undefined;
  const lines = await readLines(ctx.db, await entriesOf(ctx, batch.number));
  const index = lines.findIndex(
    (line) =>
      line.entry === place.entry && line.account === place.account && line.version === String(version),
  );
  const line = lines[index];
  if (!line) return undefined;
  const read = readerOfLeaves(hashesOf(lines, batch.secret));
  return {
    format: "cumbe-ledger-proof/1",
    line,
    salt: saltOf(batch.secret, index),
    batch: {
      number: batch.number,
      leaves: batch.leaves,
      index,
      path: inclusionProof(read, index, batch.leaves).map(text),
    },
    act: { leaf: act.leaf.toString("utf8"), record: act.record as Record<string, unknown> },
    log: {
      index: act.proof.index,
      path: act.proof.path.map(text),
      checkpoint: act.proof.checkpoint.note,
      key: await logVerifierKey(ctx),
    },
  };
}

/** The first batch whose root is not that of its lines, or not what the log says; undefined where all hold. */
export async function findDamagedBatch(ctx: Ctx): Promise<number | undefined> {
  const { rows } = await sql<{ number: number; entries: number }>`
    select number, entries from ledger_batches order by number`.execute(ctx.db);
  for (const [at, { number, entries }] of rows.entries()) {
    const batch = await readBatch(ctx, number);
    const act = batch && (await findAct(ctx.db, batch.actId));
    const sealed = await entriesOf(ctx, number);
    const lines = await readLines(ctx.db, sealed);
    const root = batch && Buffer.from(rootOf(hashesOf(lines, batch.secret)));
    const record = act?.record as { root?: unknown; batch?: unknown; leaves?: unknown } | undefined;
    const holds =
      batch !== undefined &&
      number === at + 1 &&
      sealed.length === entries &&
      root?.equals(batch.root) === true &&
      act?.type === SEALED_ACT &&
      act.recordHolds &&
      record?.root === root.toString("hex") &&
      record.batch === number &&
      record.leaves === lines.length;
    if (!holds) return number;
  }
  return undefined;
}
