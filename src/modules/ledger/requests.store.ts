// Requests that are answered once, by the key that a form or a program made.
// Invariant: same key and same body, same answer, and nothing is done a second time; same key and another body is refused
// with `requestKeyReused` (409). The key is kept in the transaction of what it did.
import { canonicalHash } from "#algorithms/transparency";
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";

export type RequestBody = Readonly<Record<string, unknown>>;

/** SHA-256 over the canonical form of what was asked. */
export const digestOf = (body: RequestBody) => Buffer.from(canonicalHash(body));

type Kept = { readonly digest: Buffer; readonly answer: unknown };

/**
 * Does `work` once for a key. `body` is what was asked, as JSON (amounts as text), with who asks; the answer is JSON, too.
 * Two that come at once wait for each other: the second one finds the first one's answer.
 */
export async function answerOnce<Result>(
  tx: Ctx,
  key: string,
  body: RequestBody,
  work: () => Promise<Result>,
): Promise<Result> {
  const digest = digestOf(body);
  // One at a time with this key, also where its row is not there yet.
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 727003))`.execute(tx.db);
  const { rows } = await sql<Kept>`
    select digest, answer from ledger_requests where key = ${key}::uuid`.execute(tx.db);
  const [kept] = rows;
  if (kept) {
    if (!kept.digest.equals(digest)) throw new Refusal("conflict", "requestKeyReused");
    return kept.answer as Result;
  }
  const answer = await work();
  await sql`
    insert into ledger_requests (key, digest, answer, answered_at)
    values (${key}::uuid, ${digest}, ${JSON.stringify(answer)}::json, ${tx.now})`.execute(tx.db);
  return answer;
}
