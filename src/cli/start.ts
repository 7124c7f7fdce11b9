// `cumbe start`: a node that serves until it is told to stop.
import { type Command, commonOptions, none } from "./command.ts";
import { serveNode } from "./serve.ts";
import { configOf } from "./with-node.ts";

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
    const node = await serveNode(configOf(values, io), io);
    await node.stopped;
    return 0;
  },
};
