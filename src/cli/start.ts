// `cumbe start`: a node that serves until it is told to stop.
// Hears what stops it before it loads the rest of the program, which takes a moment.
import { type Command, commonOptions, configOf, none } from "./command.ts";
import { hearSignals } from "./signals.ts";

export const serveOptions = {
  ...commonOptions,
  host: { type: "string" },
  port: { type: "string" },
  metrics: { type: "boolean" },
} as const;

export const startCommand: Command = {
  options: serveOptions,
  async run({ values, positionals, io }) {
    none(positionals);
    const config = configOf(values, io);
    const told = hearSignals();
    const { serveNode } = await import("./serve.ts");
    await (
      await serveNode(config, io, told)
    ).stopped;
    return 0;
  },
};
