// `cumbe demo`: a node with the 2019 congress on it, as an example that whoever tries it can act in.
import type { Accounts } from "#platform/accounts/accounts";
import { signInLink } from "#platform/accounts/sign-in-links";
import type { Ctx } from "#platform/context";
import { readProfile } from "#platform/settings";
import { type Command, CommandError, type Io, none } from "./command.ts";
import { findDemoAccounts, loadDemonstration } from "./demonstration/demonstration.ts";
import { serveNode } from "./serve.ts";
import { serveOptions } from "./start.ts";
import { configOf } from "./with-node.ts";

async function prepare(io: Io, ctx: Ctx, accounts: Accounts): Promise<void> {
  const profile = await readProfile(ctx.db);
  if (profile && !profile.demonstration) {
    throw new CommandError(
      "this node is a real one, so no demonstration is loaded into it: give another --data DIR",
    );
  }
  if (!profile) {
    io.err("loading the demonstration");
    await loadDemonstration(ctx, accounts);
  }
  io.out("sign in as");
  for (const { name, office, accountId } of await findDemoAccounts(ctx)) {
    io.out(`  ${office.padEnd(22)} ${name.padEnd(24)} ${signInLink(ctx.node, accountId)}`);
  }
}

export const demoCommand: Command = {
  words: ["demo"],
  takes: "[--data DIR] [--port N] [--host H] [--load-only]",
  says: "Serves a demonstration, loading it first where it is not there yet; prints a sign-in link for each of five offices.",
  options: { ...serveOptions, "load-only": { type: "boolean" } },
  async run({ values, positionals, io }) {
    none(positionals);
    const env = io.env["CUMBE_DATA"] ? io.env : { ...io.env, CUMBE_DATA: "data/demo" };
    const config = configOf(values, { ...io, env });
    const node = await serveNode(config, io, (ctx, accounts) => prepare(io, ctx, accounts));
    if (values["load-only"] === true) await node.stop();
    await node.stopped;
    return 0;
  },
};
