// Makes sure that a node is a demonstration, a whole one, before it is served.
import type { Accounts } from "#platform/accounts/accounts";
import { signInLink } from "#platform/accounts/sign-in-links";
import type { Ctx } from "#platform/context";
import { readProfile } from "#platform/settings";
import { CommandError, type Io } from "./command.ts";
import { findDemoAccounts, loadDemonstration } from "./demonstration/demonstration.ts";

/** The setting that says how far the loading came: half a demonstration must not pass for one. */
const LOADING = "demonstration.loading";
type Loading = "begun" | "done";

async function readLoading(ctx: Ctx): Promise<Loading | undefined> {
  const row = await ctx.db
    .selectFrom("node_settings")
    .select("value")
    .where("key", "=", LOADING)
    .executeTakeFirst();
  return row?.value as Loading | undefined;
}

async function writeLoading(ctx: Ctx, loading: Loading): Promise<void> {
  const row = { value: JSON.stringify(loading), updated_at: ctx.now };
  await ctx.db
    .insertInto("node_settings")
    .values({ key: LOADING, ...row })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}

/** Loads the demonstration where it is not there yet, and says whom to sign in as. */
export async function prepareDemonstration(io: Io, ctx: Ctx, accounts: Accounts): Promise<void> {
  const profile = await readProfile(ctx.db);
  if (profile && !profile.demonstration) {
    throw new CommandError(
      "this node is a real one, so no demonstration is loaded into it: give another --data DIR",
    );
  }
  if ((await readLoading(ctx)) === "begun") {
    throw new CommandError(
      "the loading of this demonstration was cut short: delete its data directory, or give another --data DIR",
      1,
    );
  }
  if (!profile) {
    io.err("loading the demonstration");
    await writeLoading(ctx, "begun");
    await loadDemonstration(ctx, accounts);
    await writeLoading(ctx, "done");
  }
  io.out("sign in as");
  for (const { name, office, accountId } of await findDemoAccounts(ctx)) {
    io.out(`  ${office.padEnd(22)} ${name.padEnd(28)} ${signInLink(ctx.node, accountId)}`);
  }
}
