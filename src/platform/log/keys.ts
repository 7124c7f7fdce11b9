// Who the log is: its name, chosen once, and the Ed25519 key that signs its checkpoints.
import { formatVerifierKey, isKeyName, type NoteSigner, noteSigner } from "#algorithms/transparency";
import type { Ctx } from "../context.ts";
import type { NodeKeys } from "../keys.ts";

/**
 * The log's origin (C2SP tlog-checkpoint): the address where the node was first served, without its scheme. It stays
 * when the node moves, because checkpoints that others kept name it.
 */
export async function logOrigin(ctx: Ctx): Promise<string> {
  const found = await ctx.db
    .selectFrom("node_settings")
    .select("value")
    .where("key", "=", "log.origin")
    .executeTakeFirst();
  if (found) return String(found.value);
  const named = `${new URL(ctx.node.origin).host}/log`;
  const origin = isKeyName(named) ? named : "cumbe/log";
  await ctx.db
    .insertInto("node_settings")
    .values({ key: "log.origin", value: JSON.stringify(origin), updated_at: ctx.now })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  return origin;
}

export function logSigner(keys: NodeKeys, origin: string): NoteSigner {
  return noteSigner(origin, keys.derive("log"));
}

/** The line that others keep to check this log with. */
export async function logVerifierKey(ctx: Ctx): Promise<string> {
  return formatVerifierKey(logSigner(ctx.node.keys, await logOrigin(ctx)));
}
