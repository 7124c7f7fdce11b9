// Writing a public act to the transparency log, in the transaction of what it records.
// Invariant: the leaf holds no personal data: it names the act, its subject, the mandate by id, and the hash of the
// record. The record itself is salted and kept beside, so that it could be withheld later without breaking the tree.
import { randomBytes } from "node:crypto";
import { canonicalHash, canonicalJson } from "#algorithms/transparency";
import type { Ctx } from "../context.ts";

export type Act = {
  /** `module.thing.what_happened`, in the past tense: `congress.text.adopted`. */
  readonly type: string;
  /** The canonical path of what it is about, on this node: `/congress/congress-2019`. */
  readonly subject: string;
  /** The mandate that authorised it; null for the founding of the node and acts from its shell. */
  readonly mandateId: string | null;
  /** What happened, as plain JSON: only what may be public for ever. */
  readonly record: Readonly<Record<string, unknown>>;
};

/** Appends acts; call it inside the transaction that does what they say. Returns the ids of the log's entries. */
export async function appendActs(tx: Ctx, acts: readonly Act[]): Promise<string[]> {
  if (!tx.db.isTransaction) throw new Error("an act is logged in the transaction of what it records");
  const rows = acts.map((act) => {
    const id = tx.newId();
    const record = { ...act.record, salt: randomBytes(16).toString("base64url") };
    const recordHash = Buffer.from(canonicalHash(record));
    const leaf = canonicalJson({
      act: act.type,
      at: tx.now.toISOString(),
      id,
      mandate: act.mandateId,
      record: recordHash.toString("hex"),
      subject: act.subject,
    });
    return {
      id,
      type: act.type,
      subject: act.subject,
      mandate_id: act.mandateId,
      record: JSON.stringify(record),
      record_hash: recordHash,
      leaf: Buffer.from(leaf),
      acted_at: tx.now,
    };
  });
  // In slices: one statement holds at most 65,535 parameters.
  for (let start = 0; start < rows.length; start += 5_000) {
    await tx.db
      .insertInto("log_acts")
      .values(rows.slice(start, start + 5_000))
      .execute();
  }
  return rows.map((row) => row.id);
}

/** One act; see `appendActs`. */
export async function appendAct(tx: Ctx, act: Act): Promise<string> {
  const [id] = await appendActs(tx, [act]);
  return id as string;
}
