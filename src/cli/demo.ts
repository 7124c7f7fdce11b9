// `cumbe demo`: a node with the 2019 congress on it, as an example that whoever tries it can act in.
import { type Command, configOf, none } from "./command.ts";
import type { Prepare } from "./serve.ts";
import { hearSignals } from "./signals.ts";
import { serveOptions } from "./start.ts";

export const demoCommand: Command = {
  options: { ...serveOptions, "load-only": { type: "boolean" } },
  async run({ values, positionals, io }) {
    none(positionals);
    const env = io.env["CUMBE_DATA"] ? io.env : { ...io.env, CUMBE_DATA: "data/demo" };
    const config = configOf(values, { ...io, env });
    const told = hearSignals();
    const { prepareDemonstration } = await import("./prepare-demonstration.ts");
    const { prepareNode, serveNode } = await import("./serve.ts");
    const load: Prepare = (ctx, accounts) => prepareDemonstration(io, ctx, accounts);
    if (values["load-only"] === true) await prepareNode(config, io, told, load);
    else await (await serveNode(config, io, told, load)).stopped;
    return 0;
  },
};
