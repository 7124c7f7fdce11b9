// Counting attempts in PostgreSQL, so that every process of a node counts together.
// Invariant: what is counted cannot be read back: the key is an HMAC under the node's secret, never an address.
import { createHmac } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "./database/database.ts";
import { Refusal } from "./errors.ts";
import type { NodeKeys } from "./keys.ts";

export type Limit = {
  /** What is limited: `sign-in by address`. */
  readonly name: string;
  /** Whose attempts are counted together: an address, an e-mail, both. */
  readonly subject: string;
  readonly most: number;
  readonly windowSeconds: number;
};

/**
 * Counts one attempt against each limit and refuses with `tooManyAttempts` when one is spent. It runs outside the act's
 * transaction: an attempt counts although the act was refused.
 */
export async function spendAttempt(
  { db, keys, now }: { db: Db; keys: NodeKeys; now: Date },
  limits: readonly Limit[],
): Promise<void> {
  const secret = keys.derive("rate-limits");
  for (const limit of limits) {
    const key = createHmac("sha256", secret).update(`${limit.name}\n${limit.subject}`).digest();
    const ends = new Date(now.getTime() + limit.windowSeconds * 1_000);
    const { rows } = await sql<{ attempts: number; window_ends_at: Date }>`
      insert into rate_limits as old (key, attempts, window_ends_at) values (${key}, 1, ${ends})
      on conflict (key) do update set
        attempts = case when old.window_ends_at <= ${now} then 1 else least(old.attempts, 1000000) + 1 end,
        window_ends_at = case when old.window_ends_at <= ${now} then excluded.window_ends_at else old.window_ends_at end
      returning attempts, window_ends_at`.execute(db);
    const [counted] = rows;
    if (counted && counted.attempts > limit.most) {
      const seconds = Math.max(1, Math.ceil((counted.window_ends_at.getTime() - now.getTime()) / 1_000));
      throw new Refusal("tooMany", "tooManyAttempts", { seconds });
    }
  }
}
