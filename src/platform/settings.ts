// What the node says of itself. Read at every request that shows it: another process may have changed it.
import { z } from "zod";
import type { Ctx } from "./context.ts";
import type { Db } from "./database/database.ts";
import { languageTag, multilingual } from "./multilingual.ts";

export const nodeProfile = z.object({
  name: multilingual(120),
  place: z.string().trim().max(120),
  /** The languages that pages offer, the first one being the fallback. */
  languages: z.array(languageTag).min(1),
  /** Shows the band that marks a demonstration on every page. */
  demonstration: z.boolean().default(false),
});
export type NodeProfile = z.infer<typeof nodeProfile>;

/** The node's name and languages, or undefined before it has been set up. */
export async function readProfile(db: Db): Promise<NodeProfile | undefined> {
  const row = await db
    .selectFrom("node_settings")
    .select("value")
    .where("key", "=", "profile")
    .executeTakeFirst();
  return row ? nodeProfile.parse(row.value) : undefined;
}

export async function writeProfile(ctx: Ctx, profile: NodeProfile): Promise<void> {
  const row = { value: JSON.stringify(profile), updated_at: ctx.now };
  await ctx.db
    .insertInto("node_settings")
    .values({ key: "profile", ...row })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}
