// `cumbe`: runs the command line that it was given.
import { processIo } from "./cli/command.ts";
import { run } from "./cli/run.ts";

// Whoever read what is printed may go, as `head` does: that is no reason for a node to fall over.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
process.exitCode = await run(process.argv.slice(2), processIo);
// What still hangs, as a connection to a database that does, must not keep a command that has done its work.
setTimeout(() => process.exit(), 250).unref();
