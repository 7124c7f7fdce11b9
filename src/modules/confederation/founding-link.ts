// The one-time link that a new node prints: whoever holds it sets the node up.
// Invariant: only the hash of its token is kept, the latest link alone holds, and none holds once the node is founded.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { readProfile } from "#platform/settings";
import { type Founded, type FoundNodeInput, foundNode } from "./founding.service.ts";
import { hashOfToken } from "./invitations.service.ts";

const KEY = "founding_link";

/** Makes a new link for a node that was not founded yet, and ends the one before; undefined for a founded node. */
export async function openFoundingLink(ctx: Ctx): Promise<string | undefined> {
  if (ctx.actor.kind !== "shell") throw new Refusal("forbidden", "onlyTheFoundingLink");
  return transact(ctx, async (tx) => {
    if (await readProfile(tx.db)) return undefined;
    const token = randomBytes(24).toString("base64url");
    const row = {
      value: JSON.stringify({ hash: hashOfToken(token).toString("hex") }),
      updated_at: tx.now,
    };
    await tx.db
      .insertInto("node_settings")
      .values({ key: KEY, ...row })
      .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
      .execute();
    return `${tx.node.origin}/setup/${token}`;
  });
}

/** Refuses with `nodeAlreadyFounded` or `onlyTheFoundingLink`. */
export async function holdFoundingLink(ctx: Ctx, token: string): Promise<void> {
  if (await readProfile(ctx.db)) throw new Refusal("conflict", "nodeAlreadyFounded");
  const row = await ctx.db
    .selectFrom("node_settings")
    .select("value")
    .where("key", "=", KEY)
    .executeTakeFirst();
  const kept = Buffer.from((row?.value as { hash?: string } | undefined)?.hash ?? "", "hex");
  const given = hashOfToken(token);
  if (kept.length !== given.length || !timingSafeEqual(kept, given))
    throw new Refusal("forbidden", "onlyTheFoundingLink");
}

/** Founds the node for whoever holds the link; see `foundNode`. */
export async function foundThroughLink(ctx: Ctx, token: string, input: FoundNodeInput): Promise<Founded> {
  return transact(ctx, async (tx) => {
    await holdFoundingLink(tx, token);
    const founded = await foundNode({ ...tx, actor: { kind: "shell", through: "founding link" } }, input);
    await tx.db.deleteFrom("node_settings").where("key", "=", KEY).execute();
    return founded;
  });
}
