// `cumbe demo`: a node with the 2019 congress on it, as an example that whoever tries it can act in.
import type { Accounts } from "#platform/accounts/accounts";
import { signInLink } from "#platform/accounts/sign-in-links";
import type { Ctx } from "#platform/context";
import { readProfile } from "#platform/settings";
import { type Command, CommandError, type Io, none } from "./command.ts";
import { findDemoAccounts, loadDemonstration } from "./demonstration/demonstration.ts";
import { type Prepare, prepareNode, serveNode } from "./serve.ts";
import { serveOptions } from "./start.ts";
import { configOf } from "./with-node.ts";

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

async function prepare(io: Io, ctx: Ctx, accounts: Accounts): Promise<void> {
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
    io.out(`  ${office.padEnd(22)} ${name.padEnd(24)} ${signInLink(ctx.node, accountId)}`);
  }
}

export const demoCommand: Command = {
  options: { ...serveOptions, "load-only": { type: "boolean" } },
  async run({ values, positionals, io }) {
    none(positionals);
    const env = io.env["CUMBE_DATA"] ? io.env : { ...io.env, CUMBE_DATA: "data/demo" };
    const config = configOf(values, { ...io, env });
    const load: Prepare = (ctx, accounts) => prepare(io, ctx, accounts);
    if (values["load-only"] === true) await prepareNode(config, io, load);
    else await (await serveNode(config, io, load)).stopped;
    return 0;
  },
};
